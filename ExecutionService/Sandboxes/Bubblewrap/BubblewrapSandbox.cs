using AgentPlatform.ServiceDefaults.Limits;
using ExecutionService.Sandboxes.Bubblewrap.Calls;
using ExecutionService.Sandboxes.Bubblewrap.Launching;

namespace ExecutionService.Sandboxes.Bubblewrap;

/// <summary>
/// The sandbox of one machine: bubblewrap with namespaces of its own for users, processes, files, network and names, a filter of system
/// calls, one Unix user for each workspace, and control groups where they can be written. Nothing is kept between calls but the workspace.
/// </summary>
internal sealed class BubblewrapSandbox : ISandbox, IDisposable
{
    private readonly Lazy<(BubblewrapRunner? Runner, SandboxStatus Status)> _tried;
    private readonly FairPlaces _places;
    private readonly FairPlaces _talkers;
    private readonly ProcessStarter _starter = new();
    private readonly PrivateFolder _folder;

    private BubblewrapSandbox(HostSystem host, PrivateFolder folder, SandboxOptions options, TimeProvider clock)
    {
        _folder = folder;
        _places = new FairPlaces(options.ConcurrentCalls, options.ConcurrentCallsPerUser);
        _talkers = new FairPlaces(options.ConcurrentTalkers, options.ConcurrentTalkersPerUser);
        _tried = new Lazy<(BubblewrapRunner?, SandboxStatus)>(() => Task.Run(() => TryAsync(host, options, clock)).GetAwaiter().GetResult());
    }

    /// <summary>Tried when it is first asked for, which takes some tenths of a second.</summary>
    public SandboxStatus Status => _tried.Value.Status;

    /// <summary>The sandbox, or one that says why this machine cannot have it.</summary>
    public static ISandbox Create(SandboxOptions options, TimeProvider clock)
    {
        if (HostSystem.Find(out var reason) is not { } host)
        {
            return new MissingSandbox(reason!);
        }

        try
        {
            return new BubblewrapSandbox(host, PrivateFolder.Create(host), options, clock);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return new MissingSandbox($"There is no place for what a sandbox is made with: {exception.Message}");
        }
    }

    /// <exception cref="OperationCanceledException">Cancelled before there was a place for the call.</exception>
    public async Task<SandboxResult> RunAsync(SandboxCall call, CancellationToken cancellationToken)
    {
        var runner = _tried.Value.Runner ?? throw new InvalidOperationException(Status.Reason);
        // A program that talks lives as long as its run, and waits for programs of that run which need places: it has places of its own.
        var places = call.StandardInputLines is null ? _places : _talkers;
        using var place = await places.EnterAsync(call.UserId, cancellationToken);
        return await runner.RunAsync(call, cancellationToken);
    }

    public Task ReleaseAsync(string executionId, CancellationToken cancellationToken) => Task.CompletedTask;

    public void Dispose()
    {
        _starter.Dispose();
        _folder.Dispose();
    }

    /// <summary>With control groups first, then without: some machines let groups be made and not be entered.</summary>
    private async Task<(BubblewrapRunner?, SandboxStatus)> TryAsync(HostSystem host, SandboxOptions options, TimeProvider clock)
    {
        var failure = "";
        foreach (var groups in new[] { CallGroups.Open("/sys/fs/cgroup", options.ControlGroup, options), null }.Distinct())
        {
            var runner = new BubblewrapRunner(host, _folder, groups, _starter, options, clock);
            failure = await SandboxSelfTest.RunAsync(runner, _folder) ?? "";
            if (failure.Length == 0)
            {
                return (runner, new SandboxStatus(true, SandboxKind.Bubblewrap, null, runner.MemoryLimit));
            }
        }

        return (null, new SandboxStatus(false, SandboxKind.Bubblewrap, failure));
    }
}
