using ExecutionService.Sandboxes.Bubblewrap.Calls;
using ExecutionService.Sandboxes.Bubblewrap.Kernel;
using ExecutionService.Sandboxes.Bubblewrap.Launching;

namespace ExecutionService.Sandboxes.Bubblewrap;

/// <summary>Runs one call at a time as often as it is asked: prepares, starts, watches, and takes away what it has made.</summary>
internal sealed class BubblewrapRunner(HostSystem host, PrivateFolder folder, CallGroups? groups, ProcessStarter starter, SandboxOptions options, TimeProvider clock)
{
    /// <summary>A workspace over its limit may be tidied up by the agent, as long as it does not grow; beyond this many times the limit it may not.</summary>
    private const int RefusedTimes = 2;

    private readonly string _filter = folder.WriteFilter(memoryIsWatched: groups is null);

    /// <summary><c>cgroup</c> or <c>rlimit</c>.</summary>
    public string MemoryLimit => groups is null ? "rlimit" : "cgroup";

    public async Task<SandboxResult> RunAsync(SandboxCall call, CancellationToken cancellationToken)
    {
        Check(call);
        await using var prepared = Prepare(call);
        return prepared.Before.IsOver(options, RefusedTimes)
            ? new SandboxResult(SandboxEnd.WorkspaceLimit, -1, "", "The workspace holds more than it may: it has to be cleared before programs can run in it again.", false, TimeSpan.Zero)
            : await RunAsync(call, prepared, cancellationToken);
    }

    private async Task<SandboxResult> RunAsync(SandboxCall call, PreparedCall prepared, CancellationToken cancellationToken)
    {
        var (before, group) = (prepared.Before, prepared.Group);
        var started = clock.GetTimestamp();
        using var process = await starter.StartAsync(prepared.Command);
        var ending = new CallEnding(process);
        var output = new CallOutput(call.OutputBytes ?? options.OutputKibibytes * 1024, () => ending.End(SandboxEnd.OutputLimit));
        using var wallClock = new CancellationTokenSource(call.WallClock ?? TimeSpan.FromSeconds(options.WallClockSeconds), clock);
        await using var atWallClock = wallClock.Token.Register(() => ending.End(SandboxEnd.WallClock));
        await using var atCancel = cancellationToken.Register(() => ending.End(SandboxEnd.Cancelled));
        await using var workspaceWatch = CallWatch.Start(() => HasTooMuch(call, before, process.Id), () => ending.End(SandboxEnd.WorkspaceLimit), TimeSpan.FromMilliseconds(options.WorkspaceWatchMilliseconds), clock);
        await using var memoryWatch = group is not null ? null : CallWatch.Start(() => UsesTooMuch(process.Id), () => ending.End(SandboxEnd.MemoryLimit), TimeSpan.FromMilliseconds(options.MemoryWatchMilliseconds), clock);

        var reads = Task.WhenAll(
            ReadAsync(output, process.StandardOutput.BaseStream, call.OnOutputLine, ending, cancellationToken),
            ReadAsync(output, process.StandardError.BaseStream, null, ending, cancellationToken));
        using var ended = new CancellationTokenSource();
        var writes = CallInput.WriteAsync(call, process.StandardInput, ending, ended.Token);
        await process.WaitForExitAsync(CancellationToken.None);
        await ended.CancelAsync();
        // The streams end when the last process inside has.
        await Task.WhenAll(reads, writes);
        var texts = await reads;
        var end = ending.Reason ?? (process.ExitCode != 0 && group is not null && group.RanOutOfMemory() ? SandboxEnd.MemoryLimit : SandboxEnd.Exited);
        return new SandboxResult(end, process.ExitCode, texts[0], texts[1], output.Truncated, clock.GetElapsedTime(started));
    }

    private PreparedCall Prepare(SandboxCall call)
    {
        try
        {
            OpenSockets(call);
            var user = SandboxUser.Of(call.WorkspaceFolder);
            WorkspaceOwner.Give(call.WorkspaceFolder, user);
            var before = Usage(call);
            var staging = folder.Stage();
            var command = new BubblewrapArguments(host, options, folder.Etc, user, groups is not null, user is null ? path => path : staging.PathOf).Of(call);
            var group = groups?.Create(options);
            return new PreparedCall(before, group, staging, LaunchCommand.Of(_filter, group?.Folders ?? [], staging.Items, command));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // Its own message has paths of this machine, which are not for whoever reads a tool's answer.
            throw new InvalidOperationException("The sandbox could not be prepared on this machine.", exception);
        }
    }

    private void Check(SandboxCall call)
    {
        if (host.Socat is null && (call.Egress is not null || call.Ports.Count > 0))
        {
            throw new InvalidOperationException("socat is not installed, which a way out of the sandbox needs (apt-get install socat).");
        }

        foreach (var path in call.Mounts.Select(mount => mount.HostPath).Concat(call.Ports.Select(port => port.SocketPath)).Concat(call.Egress is { } egress ? [egress.SocketPath, egress.CertificatesPath] : []).Where(path => !Path.Exists(path)))
        {
            throw new InvalidOperationException($"{Path.GetFileName(path)}, which the sandbox was to see, does not exist.");
        }
    }

    /// <summary>Whoever may write to a socket may connect to it, and the sandbox's user is not the service's. Who else on this machine may is for the folder that it is in to say.</summary>
    private static void OpenSockets(SandboxCall call)
    {
        if (Environment.IsPrivilegedProcess)
        {
            foreach (var socket in call.Ports.Select(port => port.SocketPath).Concat(call.Egress is { } egress ? [egress.SocketPath] : []))
            {
                PrivateFolder.SetMode(socket, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.GroupWrite | UnixFileMode.OtherRead | UnixFileMode.OtherWrite);
            }
        }
    }

    private WorkspaceUsage Usage(SandboxCall call) => WorkspaceUsage.Of(call.WorkspaceFolder, (RefusedTimes * options.WorkspaceFiles) + 1);

    private bool HasTooMuch(SandboxCall call, WorkspaceUsage before, int process)
    {
        var named = Usage(call);
        var now = named with { Bytes = named.Bytes + ProcessTree.UnlinkedBytes(process) };
        return now.IsOver(options, before.IsOver(options) ? RefusedTimes : 1) || (before.IsOver(options) && now.HasGrownSince(before));
    }

    private bool UsesTooMuch(int process)
    {
        var (bytes, tasks) = ProcessTree.Measure(process);
        return bytes > (long)options.MemoryMebibytes << 20 || tasks > 2 * options.Processes;
    }

    /// <summary>A listener that fails ends the call; the stream is read to its end all the same.</summary>
    private static async Task<string> ReadAsync(CallOutput output, Stream stream, Func<string, CancellationToken, ValueTask>? onLine, CallEnding ending, CancellationToken cancellationToken)
    {
        try
        {
            return await output.ReadAsync(stream, onLine, cancellationToken);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            ending.End(SandboxEnd.Cancelled);
            return await output.ReadAsync(stream, null, CancellationToken.None);
        }
        catch
        {
            ending.End(SandboxEnd.Cancelled);
            await stream.CopyToAsync(Stream.Null, CancellationToken.None);
            throw;
        }
    }
}
