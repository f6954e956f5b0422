using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using AgentPlatform.Firestore;
using AgentPlatform.Firestore.Embedded;
using AgentPlatform.ServiceDefaults.Hosting;
using AgentPlatform.ServiceDefaults.Outbox;
using AgentPlatform.ServiceDefaults.Telemetry;
using AgentPlatform.Standalone.Bus;
using AgentService;
using ChatService;
using ExecutionService;
using Gateway;
using MassTransit;
using SchedulerService;

namespace AgentPlatform.Standalone;

/// <summary>The five services in one process, each with its own container and loopback port, over one file and one in-memory bus.</summary>
public sealed class StandalonePlatform : IAsyncDisposable
{
    private static readonly (string Name, Func<string[], Action<WebApplicationBuilder>?, WebApplication> Create)[] Parts =
    [
        ("schedulerservice", SchedulerServiceApp.Create),
        ("agentservice", AgentServiceApp.Create),
        ("executionservice", ExecutionServiceApp.Create),
        ("chatservice", ChatServiceApp.Create),
    ];

    /// <summary>Settings are read once, from beside the assembly: the current folder may be anything, and is not watched.</summary>
    private static readonly string[] HostArguments = ["--hostBuilder:reloadConfigOnChange=false", $"--contentRoot={AppContext.BaseDirectory}"];

    private readonly EmbeddedFirestore _store;
    private readonly FirestoreDb _db;
    private readonly List<WebApplication> _services = [];
    private readonly TaskCompletionSource _servicesAreUp = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly SharedInMemoryBus _bus = new();
    private readonly SharedTelemetry _telemetry = new("agentplatform");
    private readonly Dictionary<string, string?> _settings;
    private readonly string[] _arguments;
    private readonly WebApplication _gateway;

    private StandalonePlatform(StandaloneOptions options)
    {
        Directory.CreateDirectory(options.DataFolder);
        _store = EmbeddedFirestore.Open(new EmbeddedFirestoreOptions
        {
            Path = Path.Combine(options.DataFolder, "agentplatform.db"),
            IndexesJson = File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "firestore.indexes.json")),
            CacheMaxBytes = 16 * 1024 * 1024,
        });
        _db = new FirestoreDbBuilder { ProjectId = "standalone", CallInvoker = _store.CreateCallInvoker() }.Build();
        _settings = Settings(options);
        _arguments = [.. HostArguments, .. options.Rest];
        _gateway = GatewayApp.Create(_arguments, builder =>
        {
            Configure(builder, options.Urls);
            builder.Services.AddSingleton<IStartupFilter>(new PagesFirst(_servicesAreUp.Task));
            builder.Services.AddSingleton<IHostLifetime>(services => ActivatorUtilities.CreateInstance<Microsoft.Extensions.Hosting.Internal.ConsoleLifetime>(services));
        });
    }

    /// <summary>Where the Gateway listens, once started.</summary>
    public ICollection<string> Urls => _gateway.Urls;

    /// <summary>Builds and starts everything. <paramref name="args"/> are those of the command line.</summary>
    /// <exception cref="EmbeddedFirestoreException">The data file is damaged, foreign or in use.</exception>
    /// <exception cref="IOException">The port is taken.</exception>
    public static async Task<StandalonePlatform> StartAsync(IReadOnlyList<string> args, CancellationToken cancellationToken)
    {
        var platform = new StandalonePlatform(StandaloneOptions.Parse(args));
        try
        {
            await platform._gateway.StartAsync(cancellationToken);
            await platform.StartServicesAsync(cancellationToken);
            platform._gateway.Lifetime.ApplicationStopping.Register(platform.EndStreams);
            return platform;
        }
        catch
        {
            await platform.DisposeAsync();
            throw;
        }
    }

    /// <summary>Waits until the process is asked to stop.</summary>
    public Task WaitForShutdownAsync(CancellationToken cancellationToken) => _gateway.WaitForShutdownAsync(cancellationToken);

    /// <summary>Stops the door first, then the services, then closes the file.</summary>
    public async ValueTask DisposeAsync()
    {
        await _gateway.DisposeAsync();
        foreach (var service in Enumerable.Reverse(_services))
        {
            await service.StopAsync();
        }

        foreach (var service in _services)
        {
            await service.DisposeAsync();
        }

        _db.Dispose();
        await _store.DisposeAsync();
    }

    private async Task StartServicesAsync(CancellationToken cancellationToken)
    {
        foreach (var (name, create) in Parts)
        {
            _services.Add(create(_arguments, builder => Configure(builder, _settings[$"services:{name}:http:0"]!)));
        }

        await Task.WhenAll(_services.Select(service => service.StartAsync(cancellationToken)));
        await Task.WhenAll(_services.Select(service => service.Services.GetRequiredService<IBusControl>().WaitForHealthStatus(BusHealthStatus.Healthy, cancellationToken)));
        _servicesAreUp.SetResult();
    }

    /// <summary>The Gateway stops once its requests have ended, and those of open pages end only when the services let go of them.</summary>
    private void EndStreams()
    {
        foreach (var service in _services)
        {
            service.Lifetime.StopApplication();
        }
    }

    private static Dictionary<string, string?> Settings(StandaloneOptions options)
    {
        var settings = new Dictionary<string, string?>
        {
            ["Chat:TakeOverAtStart"] = "true",
            ["Execution:TakeOverAtStart"] = "true",
            ["ClaudeCode:ToolsFolder"] = Path.Combine(options.DataFolder, "tools", "claude-code"),
            ["Execution:WorkspaceRoot"] = Path.Combine(options.DataFolder, "workspaces"),
            ["Firing:Shared"] = "false",
            ["Identity:SigningKey"] = Convert.ToBase64String(RandomNumberGenerator.GetBytes(32)),
            // What keeps the platform from starting is said in one line by Program.
            ["Logging:LogLevel:Microsoft.Extensions.Hosting.Internal.Host"] = "Critical",
            ["Logging:LogLevel:Microsoft.Hosting.Lifetime"] = "Warning",
            ["Logs:FollowOthers"] = "false",
            ["Outbox:KeepSeconds"] = "15",
            ["Routing:Replicated"] = "false",
            // Beside the store, not in it: a copy of the store alone does not tell users' secrets.
            ["Secrets:KeyRingDirectory"] = Path.Combine(options.DataFolder, "keys"),
        };
        var reserved = Parts.Select(service => (service.Name, Port: new TcpListener(IPAddress.Loopback, 0))).ToList();
        reserved.ForEach(service => service.Port.Start());
        foreach (var (name, port) in reserved)
        {
            settings[$"services:{name}:http:0"] = $"http://127.0.0.1:{((IPEndPoint)port.LocalEndpoint).Port}";
            port.Dispose();
        }

        return settings;
    }

    private void Configure(WebApplicationBuilder builder, string url)
    {
        builder.Configuration.AddInMemoryCollection(_settings);
        builder.WebHost.UseUrls(url);
        builder.Services.AddSingleton(_db);
        builder.Services.AddSingleton(new OutboxGate(_servicesAreUp.Task));
        builder.Services.AddSingleton<IHostLifetime, PartLifetime>();
        var properties = ((IHostApplicationBuilder)builder).Properties;
        properties[BusTransportProperty.Key] = _bus.Transport;
        properties[SharedTelemetry.Key] = _telemetry;
    }

    /// <summary>A part does not listen to signals: the platform stops its parts in order.</summary>
    private sealed class PartLifetime : IHostLifetime
    {
        public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
