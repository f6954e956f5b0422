using ExecutionService.Sandboxes;
using ExecutionService.Sandboxes.Kubernetes;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace ExecutionService.Tests.Sandboxes.Kubernetes;

/// <summary>The sandbox of a service, its clock in the test's hand, with a stand-in cluster.</summary>
internal sealed class SandboxLab : IAsyncDisposable
{
    private readonly string _root;
    private readonly ServiceProvider _services;
    private readonly bool _owns;

    private SandboxLab(string root, StandInCluster cluster, ServiceProvider services, FakeTimeProvider clock, bool owns) => (_root, Cluster, _services, Clock, _owns) = (root, cluster, services, clock, owns);

    public StandInCluster Cluster { get; }

    public FakeTimeProvider Clock { get; }

    public ISandbox Sandbox => _services.GetRequiredService<ISandbox>();

    public KubernetesSandboxCheck Check => _services.GetRequiredService<KubernetesSandboxCheck>();

    /// <summary>The workspace of the calls.</summary>
    public string Workspace => Path.Combine(_root, "user", "agent");

    /// <summary>Starts a cluster and a service in it.</summary>
    public static async Task<SandboxLab> StartAsync(params (string Key, string Value)[] settings)
    {
        var root = Directory.CreateTempSubdirectory("volume-").FullName;
        try
        {
            var lab = Join(root, await StandInCluster.StartAsync(root), settings, owns: true);
            await lab.Check.RunOnceAsync(TestContext.Current.CancellationToken);
            return lab;
        }
        catch
        {
            Directory.Delete(root, recursive: true);
            throw;
        }
    }

    /// <summary>Another process of the service in the same cluster. Dispose it first.</summary>
    public async Task<SandboxLab> AnotherAsync(bool check = true)
    {
        var another = Join(_root, Cluster, [], owns: false);
        if (check)
        {
            await another.Check.RunOnceAsync(TestContext.Current.CancellationToken);
        }

        return another;
    }

    public SandboxCall Call(params string[] arguments) => new() { ExecutionId = "Run_1", UserId = "user", WorkspaceFolder = Workspace, Arguments = arguments };

    public Task<SandboxResult> RunAsync(params string[] arguments) => RunAsync(Call(arguments));

    /// <summary>Runs a call; its own limits do not end it, for the clock stands still.</summary>
    /// <exception cref="TimeoutException">It has not ended for longer than a test waits.</exception>
    public Task<SandboxResult> RunAsync(SandboxCall call) => Sandbox.RunAsync(call, TestContext.Current.CancellationToken).WaitAsync(ExecutionApp.Patience, TestContext.Current.CancellationToken);

    /// <summary>The message of the failure that a call ends with.</summary>
    public async Task<string> FailureAsync(params string[] arguments) => (await Assert.ThrowsAsync<SandboxFailedException>(() => RunAsync(arguments))).Message;

    /// <summary>Starts a call whose program says <c>up</c> on a line of its own, and waits for that.</summary>
    public async Task<Task<SandboxResult>> StartCallAsync(SandboxCall call, CancellationToken cancellationToken)
    {
        var up = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var running = Sandbox.RunAsync(call with { OnOutputLine = Hear }, cancellationToken);
        await (await Task.WhenAny(up.Task, running).WaitAsync(ExecutionApp.Patience, TestContext.Current.CancellationToken));
        Assert.True(up.Task.IsCompleted, "The program ended before it was up.");
        return running;

        ValueTask Hear(string line, CancellationToken _)
        {
            if (line == "up")
            {
                up.TrySetResult();
            }

            return ValueTask.CompletedTask;
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _services.DisposeAsync();
        if (_owns)
        {
            await Cluster.DisposeAsync();
            Directory.Delete(_root, recursive: true);
        }
    }

    private static SandboxLab Join(string root, StandInCluster cluster, (string Key, string Value)[] settings, bool owns)
    {
        var clock = new FakeTimeProvider(ExecutionApp.Start);
        var values = new Dictionary<string, string?>
        {
            [$"{KubernetesSandboxOptions.Section}:Host"] = cluster.Address,
            [$"{KubernetesSandboxOptions.Section}:RetryDelayMilliseconds"] = "0",
        };
        foreach (var (key, value) in settings)
        {
            values[$"{KubernetesSandboxOptions.Section}:{key}"] = value;
        }

        var services = new ServiceCollection();
        services.AddSingleton<IConfiguration>(new ConfigurationBuilder().AddInMemoryCollection(values).Build());
        services.AddSingleton<TimeProvider>(clock);
        services.AddLogging();
        services.AddOptions<ExecutionOptions>().Configure(options => options.WorkspaceRoot = root);
        services.AddKubernetesSandbox();
        return new SandboxLab(root, cluster, services.BuildServiceProvider(), clock, owns);
    }
}
