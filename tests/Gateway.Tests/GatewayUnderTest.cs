using System.Net.WebSockets;
using AgentPlatform.Firestore;
using AgentPlatform.Firestore.Embedded;
using AgentPlatform.Testing.Http;
using AgentPlatform.Testing.Services;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;

namespace Gateway.Tests;

/// <summary>The real Gateway on Kestrel and a port of its own, before one stand-in for all four services.</summary>
internal sealed class GatewayUnderTest : IAsyncDisposable
{
    private static readonly string[] Services = ["agentservice", "chatservice", "executionservice", "schedulerservice"];

    private readonly EmbeddedFirestore _store;
    private readonly FirestoreDb _db;
    private readonly WebApplication _app;
    private readonly string _pages = Directory.CreateTempSubdirectory("gateway-pages-").FullName;

    private GatewayUnderTest(string serviceUrl, Dictionary<string, string?> settings)
    {
        Directory.CreateDirectory(Path.Combine(_pages, "assets"));
        File.WriteAllText(Path.Combine(_pages, "index.html"), "<!doctype html><style nonce=\"__CSP_NONCE__\"></style><title>AgentPlatform</title>");
        File.WriteAllText(Path.Combine(_pages, "assets", "app-1234.js"), "export {};");
        _store = EmbeddedFirestore.Open(new EmbeddedFirestoreOptions { Path = EmbeddedFirestoreOptions.InMemory, IndexesJson = File.ReadAllText(Repository.File("firestore.indexes.json")) });
        _db = new FirestoreDbBuilder { ProjectId = "tests", CallInvoker = _store.CreateCallInvoker() }.Build();
        _app = GatewayApp.Create([], builder =>
        {
            builder.WebHost.UseUrls("http://127.0.0.1:0");
            builder.Logging.ClearProviders().AddProvider(new TestOutputLoggerProvider());
            builder.Configuration.AddInMemoryCollection(Services.Select(service => KeyValuePair.Create($"services:{service}:http:0", (string?)serviceUrl)));
            builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>
            {
                ["Identity:SigningKey"] = Convert.ToBase64String(new byte[32]),
                ["Pages:Folder"] = _pages,
            });
            builder.Configuration.AddInMemoryCollection(settings);
            builder.Services.AddSingleton(_db);
            builder.Services.AddSingleton<TimeProvider>(Clock);
        });
    }

    public FakeTimeProvider Clock { get; } = new(new DateTimeOffset(2026, 11, 22, 5, 0, 0, TimeSpan.Zero));

    public Uri Url => new(_app.Urls.Single());

    public FirestoreDb Db => _db;

    /// <summary>Starts before services at <paramref name="serviceUrl"/>; without one they are down.</summary>
    public static async Task<GatewayUnderTest> StartAsync(string? serviceUrl = null, Dictionary<string, string?>? settings = null)
    {
        // Port 1 of the loopback: nothing listens there.
        var gateway = new GatewayUnderTest(serviceUrl ?? "http://127.0.0.1:1", settings ?? []);
        await gateway._app.StartAsync(TestContext.Current.CancellationToken);
        return gateway;
    }

    /// <summary>A client without a session that keeps no cookies by itself.</summary>
    public HttpClient Anonymous() => new(new SocketsHttpHandler { UseCookies = false, AllowAutoRedirect = false }) { BaseAddress = Url };

    /// <summary>A client with a session of its own.</summary>
    public async Task<(HttpClient Client, string Cookie, string UserId)> BeginAsync(object? body = null)
    {
        var client = Anonymous();
        var begun = (await client.AskAsync("POST", "/api/session", body)).Is(200);
        var cookie = begun.Headers["Set-Cookie"].Split(';')[0];
        client.DefaultRequestHeaders.Add("Cookie", cookie);
        return (client, cookie, begun["userId"]);
    }

    /// <summary>Opens a WebSocket; a refusal gives its status.</summary>
    public async Task<(ClientWebSocket? Socket, int Status)> ConnectAsync(string path, string? cookie, string? origin = null)
    {
        var socket = new ClientWebSocket();
        socket.Options.CollectHttpResponseDetails = true;

        if (cookie is not null)
        {
            socket.Options.SetRequestHeader("Cookie", cookie);
        }

        if (origin is not null)
        {
            socket.Options.SetRequestHeader("Origin", origin);
        }

        try
        {
            await socket.ConnectAsync(new UriBuilder(Url) { Scheme = "ws", Path = path }.Uri, TestContext.Current.CancellationToken);
            return (socket, 101);
        }
        catch (WebSocketException)
        {
            var status = (int)socket.HttpStatusCode;
            socket.Dispose();
            return (null, status);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync(CancellationToken.None);
        await _app.DisposeAsync();
        _db.Dispose();
        await _store.DisposeAsync();
        Directory.Delete(_pages, recursive: true);
    }
}
