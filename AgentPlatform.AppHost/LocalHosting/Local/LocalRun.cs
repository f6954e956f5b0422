using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Aspire.Hosting.Local;

/// <summary>Runs the model as processes of this machine: gives out ports, starts each part once what it waits for is ready, and stops them in the opposite order.</summary>
internal sealed class LocalRun(LocalBuilder builder, LocalLog log) : IHostedService, IDisposable
{
    /// <summary>A stop waits for one part after another, each of which may use its own time to drain.</summary>
    private static readonly TimeSpan StopTimeout = TimeSpan.FromMinutes(3);

    private readonly CancellationTokenSource _stopping = new();
    private readonly List<Task> _supervised = [];
    private IHostApplicationLifetime? _lifetime;

    public IReadOnlyList<LocalInstance> Instances { get; private set; } = [];

    /// <summary>Runs until the process is asked to stop or its parent is gone.</summary>
    public static async Task RunAsync(LocalBuilder model, CancellationToken cancellationToken)
    {
        AspireDashboard.AddTo(model);
        var log = new LocalLog();
        using var run = new LocalRun(model, log);
        try
        {
            run.GiveOutPorts();
        }
        catch (IOException problem)
        {
            await Console.Error.WriteLineAsync($"The application cannot start: {problem.Message}");
            Environment.ExitCode = 1;
            return;
        }

        var web = WebApplication.CreateSlimBuilder();
        web.Logging.SetMinimumLevel(LogLevel.Warning);
        web.WebHost.UseUrls(model.Configuration["LocalHosting:Urls"] ?? "http://127.0.0.1:0");
        web.Services.AddSingleton<IHostedService>(run);
        web.Services.Configure<HostOptions>(host => host.ShutdownTimeout = StopTimeout);
        await using var app = web.Build();
        run._lifetime = app.Lifetime;
        ResourcePage.Map(app, run, log);
        if (model.Configuration["PARENT_WATCH"] == "stdin")
        {
            _ = Task.Factory.StartNew(() => StopAtEndOfInput(app.Lifetime), TaskCreationOptions.LongRunning);
        }

        app.Lifetime.ApplicationStarted.Register(() => Console.WriteLine($"Resources and logs: {app.Urls.First()}"));
        await app.RunAsync(cancellationToken);
    }

    public Task StartAsync(CancellationToken cancellationToken)
    {
        _supervised.AddRange(Instances.Select(instance => Task.Run(() => instance.SuperviseAsync(InstancesOf(instance.Resource.Awaited), _stopping.Token), CancellationToken.None)));
        return Task.CompletedTask;
    }

    /// <summary>A part is stopped when nothing that waited for it runs any more.</summary>
    public async Task StopAsync(CancellationToken cancellationToken)
    {
        await _stopping.CancelAsync();
        var stopped = new Dictionary<Resource, Task>();
        await Task.WhenAll(Instances.Select(instance => StopAsync(instance.Resource, stopped)));
        await Task.WhenAll(_supervised);
    }

    public void Dispose()
    {
        foreach (var instance in Instances)
        {
            instance.Dispose();
        }

        _stopping.Dispose();
    }

    private void GiveUp(string reason)
    {
        Console.Error.WriteLine(reason);
        Environment.ExitCode = 1;
        _lifetime?.StopApplication();
    }

    private Task StopAsync(Resource resource, Dictionary<Resource, Task> stopped)
    {
        if (!stopped.TryGetValue(resource, out var task))
        {
            var users = builder.Resources.Where(other => other.Awaited.Contains(resource) || (resource.Optional && !other.Optional)).Select(other => StopAsync(other, stopped)).ToList();
            stopped[resource] = task = StopAfterAsync(users, resource);
        }

        return task;
    }

    private async Task StopAfterAsync(IEnumerable<Task> users, Resource resource)
    {
        await Task.WhenAll(users);
        await Task.WhenAll(InstancesOf([resource]).Select(instance => instance.StopAsync()));
    }

    private List<LocalInstance> InstancesOf(IEnumerable<Resource> resources) => [.. Instances.Where(instance => resources.Contains(instance.Resource))];

    private void GiveOutPorts()
    {
        using var ports = new LocalPorts();
        var running = builder.Resources.Where(resource => resource is ProjectResource or ExecutableResource).ToList();
        foreach (var (resource, endpoint) in running.SelectMany(resource => resource.Endpoints.Select(endpoint => (resource, endpoint))).OrderByDescending(pair => pair.endpoint.FixedPort > 0))
        {
            endpoint.Ports.AddRange(Enumerable.Range(0, resource.Replicas).Select(replica => replica == 0 && endpoint.FixedPort is > 0 and var port ? ports.Claim(resource.Name, port) : ports.ClaimAny()));
        }

        Instances = [.. running.SelectMany(resource => Enumerable.Range(0, resource.Replicas).Select(replica => new LocalInstance(resource, replica, log, GiveUp)))];
    }

    private static void StopAtEndOfInput(IHostApplicationLifetime lifetime)
    {
        using var input = Console.OpenStandardInput();
        var buffer = new byte[256];
        while (input.Read(buffer) > 0)
        {
        }

        lifetime.StopApplication();
    }
}
