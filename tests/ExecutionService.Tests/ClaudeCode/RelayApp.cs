using System.Net.Sockets;
using AgentPlatform.Contracts;
using AgentPlatform.Llm;
using AgentPlatform.Testing.StandInMessages;
using AgentPlatform.Testing.Telemetry;
using ExecutionService.ClaudeCode;
using ExecutionService.ClaudeCode.Relay;
using ExecutionService.ClaudeCode.Relay.Usage;
using ExecutionService.Sandboxes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace ExecutionService.Tests.ClaudeCode;

/// <summary>The engine and its relay as the service registers them, against a stand-in of the provider over real HTTP.</summary>
internal sealed class RelayApp : IAsyncDisposable
{
    public const string Key = "sk-ant-very-secret-key";
    public const string Model = "claude-sonnet-5-5";

    private readonly WebApplication _app;

    private RelayApp(StandInMessagesServer server, WebApplication app, MemoryLog log) => (Server, _app, Log) = (server, app, log);

    public StandInMessagesServer Server { get; }

    public MemoryLog Log { get; }

    public ClaudeCodeEngine Engine => _app.Services.GetRequiredService<ClaudeCodeEngine>();

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    public static async Task<RelayApp> StartAsync(string providersKey = Key, ISandbox? sandbox = null, TimeProvider? clock = null, params (string Key, string Value)[] settings)
    {
        var server = await StandInMessagesServer.StartAsync(new StandInOptions { Key = providersKey }, Cancelled);
        var log = new MemoryLog();
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?> { ["Llm:Provider"] = "anthropic", ["Llm:ApiKey"] = Key, ["Llm:BaseUrl"] = server.Url });
        builder.Configuration.AddInMemoryCollection(settings.Select(setting => KeyValuePair.Create(setting.Key, (string?)setting.Value)));
        builder.Logging.SetMinimumLevel(LogLevel.Trace).AddProvider(log);
        builder.WebHost.UseKestrelCore();
        builder.Services.AddSingleton(clock ?? TimeProvider.System);
        builder.Services.AddSingleton(sandbox ?? new NoSandbox());
        builder.AddLlm();
        builder.AddClaudeCode();
        return new RelayApp(server, builder.Build(), log);
    }

    public Task<RelaySession> OpenAsync(RecordedBudget budget, params string[] models) => OpenAsync(budget.Seam, models);

    public async Task<RelaySession> OpenAsync(RelayBudget budget, params string[] models) =>
        await _app.Services.GetRequiredService<ModelRelay>().OpenAsync(new RelayRun("e1", models.Length > 0 ? models : [Model], budget), Cancelled);

    /// <summary>Talks to a session's socket as the sandbox does.</summary>
    public static HttpClient Client(RelaySession session, string? token = null) => Client(session.SocketPath, token ?? session.Token);

    public static HttpClient Client(string socketPath, string token)
    {
        var http = new HttpClient(new SocketsHttpHandler
        {
            ConnectCallback = async (_, cancellationToken) =>
            {
                var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
                await socket.ConnectAsync(new UnixDomainSocketEndPoint(socketPath), cancellationToken);
                return new NetworkStream(socket, ownsSocket: true);
            },
        })
        {
            BaseAddress = new Uri("http://relay"),
        };
        http.DefaultRequestHeaders.Add("x-api-key", token);
        return http;
    }

    public async ValueTask DisposeAsync()
    {
        await _app.DisposeAsync();
        await Server.DisposeAsync();
        // Whatever a test does: the key is never in the log.
        Assert.DoesNotContain(Key, Log.Text, StringComparison.Ordinal);
    }

    private sealed class NoSandbox : ISandbox
    {
        public SandboxStatus Status { get; } = new(false, "none", "bubblewrap is not installed.");

        public Task<SandboxResult> RunAsync(SandboxCall call, CancellationToken cancellationToken) => throw new InvalidOperationException();

        public Task ReleaseAsync(string executionId, CancellationToken cancellationToken) => Task.CompletedTask;
    }
}

/// <summary>A budget that grants what it is told to, and remembers what it was asked and told.</summary>
internal sealed class RecordedBudget(int calls = int.MaxValue, int maxTokens = int.MaxValue)
{
    private readonly Lock _lock = new();

    public List<RelayCall> Asked { get; } = [];

    public List<TokenUsage?> Settled { get; } = [];

    public RelayBudget Seam => new(ReserveAsync, SettleAsync);

    private Task<RelayGrant> ReserveAsync(RelayCall call, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            Asked.Add(call);
            return Task.FromResult(Asked.Count <= calls ? new RelayGrant(true, Math.Min(call.MaxTokens, maxTokens)) : new RelayGrant(false, 0, "The run's budget is spent."));
        }
    }

    private Task SettleAsync(RelayCall call, RelayGrant grant, TokenUsage? usage)
    {
        lock (_lock)
        {
            Settled.Add(usage);
        }

        return Task.CompletedTask;
    }
}
