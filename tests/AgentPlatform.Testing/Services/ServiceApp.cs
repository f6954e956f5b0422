using System.Net.Http.Headers;
using AgentPlatform.Firestore;
using AgentPlatform.Firestore.Embedded;
using AgentPlatform.ServiceDefaults.Hosting;
using AgentPlatform.ServiceDefaults.Identity;
using MassTransit;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Http.Resilience;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Http;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;

namespace AgentPlatform.Testing.Services;

/// <summary>One real service in a test server: embedded Firestore with the product's indexes, an in-memory bus, and stand-ins for the other services.</summary>
public sealed class ServiceApp : IAsyncDisposable
{
    private readonly EmbeddedFirestore? _store;
    private readonly WebApplication _app;

    private ServiceApp(ServiceAppOptions options)
    {
        _store = options.Db is null ? EmbeddedFirestore.Open(new EmbeddedFirestoreOptions { Path = EmbeddedFirestoreOptions.InMemory, IndexesJson = File.ReadAllText(Repository.File("firestore.indexes.json")) }) : null;
        Db = options.Db ?? new FirestoreDbBuilder { ProjectId = "tests", CallInvoker = _store!.CreateCallInvoker() }.Build();
        Others = options.Others;
        _app = options.Create([], builder =>
        {
            builder.WebHost.UseTestServer();
            builder.Logging.ClearProviders().AddProvider(new TestOutputLoggerProvider());
            builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?> { ["Identity:SigningKey"] = Convert.ToBase64String(new byte[32]) });
            builder.Configuration.AddInMemoryCollection(options.Settings);
            builder.Services.AddSingleton(Db);
            builder.Services.AddSingleton<IHttpMessageHandlerBuilderFilter>(new OtherServicesFilter(options.Others, options.RealClients));
            if (options.Clock is not null)
            {
                builder.Services.AddSingleton<TimeProvider>(options.Clock);
                // On a clock that stands still a retry would wait for ever.
                builder.Services.PostConfigureAll<HttpStandardResilienceOptions>(resilience => resilience.Retry.Delay = TimeSpan.Zero);
            }

            ((IHostApplicationBuilder)builder).Properties[BusTransportProperty.Key] = (BusTransport)(bus => bus.UsingInMemory((context, memory) =>
            {
                memory.ConnectPublishObserver(Published);
                memory.ConnectConsumeObserver(Consumed);
                memory.ConfigureEndpoints(context);
            }));
            options.Configure?.Invoke(builder);
        });
    }

    public FirestoreDb Db { get; }

    /// <summary>What the service has published.</summary>
    public PublishedMessages Published { get; } = new();

    /// <summary>What the service's consumers have carried out.</summary>
    public ConsumedMessages Consumed { get; } = new();

    public OtherServices Others { get; }

    public IServiceProvider Services => _app.Services;

    public IBus Bus => _app.Services.GetRequiredService<IBus>();

    /// <summary>The test server, for WebSockets.</summary>
    public TestServer Server => _app.GetTestServer();

    /// <summary>Builds and starts a service, such as <c>AgentServiceApp.Create</c>.</summary>
    public static async Task<ServiceApp> StartAsync(ServiceAppOptions options, CancellationToken cancellationToken)
    {
        var app = new ServiceApp(options);
        await app._app.StartAsync(cancellationToken);
        return app;
    }

    /// <summary>A client that carries the internal token of a user.</summary>
    public HttpClient Client(string userId = "user", string locale = "ko", string timeZone = "Asia/Seoul")
    {
        var client = _app.GetTestClient();
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", Token(userId, locale, timeZone));
        return client;
    }

    /// <summary>A client without a token.</summary>
    public HttpClient Anonymous() => _app.GetTestClient();

    /// <summary>The internal token of a user.</summary>
    public string Token(string userId = "user", string locale = "ko", string timeZone = "Asia/Seoul") =>
        _app.Services.GetRequiredService<InternalTokens>().Issue(new Caller(userId, locale, timeZone));

    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync(CancellationToken.None);
        await _app.DisposeAsync();
        if (_store is not null)
        {
            Db.Dispose();
            await _store.DisposeAsync();
        }
    }

    private sealed class OtherServicesFilter(OtherServices others, IReadOnlyList<string> realClients) : IHttpMessageHandlerBuilderFilter
    {
        public Action<HttpMessageHandlerBuilder> Configure(Action<HttpMessageHandlerBuilder> next) => builder =>
        {
            next(builder);
            if (!realClients.Contains(builder.Name))
            {
                builder.PrimaryHandler = others.CreateHandler();
            }
        };
    }
}

/// <summary>What a test says of its service.</summary>
public sealed class ServiceAppOptions
{
    /// <summary>The service's own builder, such as <c>AgentServiceApp.Create</c>.</summary>
    public required Func<string[], Action<WebApplicationBuilder>?, WebApplication> Create { get; init; }

    /// <summary>A clock that the test owns; the real one when null.</summary>
    public FakeTimeProvider? Clock { get; init; }

    /// <summary>A database that outlives the service (restarts); one of its own when null.</summary>
    public FirestoreDb? Db { get; init; }

    public OtherServices Others { get; init; } = new();

    /// <summary>Names of the HTTP clients that ask over the network all the same.</summary>
    public IReadOnlyList<string> RealClients { get; init; } = [];

    public Dictionary<string, string?> Settings { get; init; } = [];

    public Action<WebApplicationBuilder>? Configure { get; init; }
}
