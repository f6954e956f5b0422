using AgentPlatform.Contracts.Agents;
using AgentPlatform.Contracts.Executions;
using AgentPlatform.Firestore;
using AgentPlatform.Testing.Services;
using ExecutionService.Egress.Proxying;
using ExecutionService.Executions;
using ExecutionService.Secrets;
using ExecutionService.Tests.Egress;
using ExecutionService.Tools;
using ExecutionService.Tools.Web;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace ExecutionService.Tests.Tools.Web;

/// <summary>The <c>fetch_url</c> tool of one agent on the test's internet.</summary>
internal sealed class FetchBench : IAsyncDisposable
{
    private readonly MortalStore _store = new();
    private readonly FirestoreDb _db;
    private readonly EgressHttp _http;
    private readonly FetchTool _tool;

    private FetchBench(TestInternet internet, TimeProvider clock, FetchOptions options, ILoggerProvider? log)
    {
        Internet = internet;
        _db = _store.Connect();
        var logs = log is null ? (ILoggerFactory)NullLoggerFactory.Instance : LoggerFactory.Create(logging => logging.SetMinimumLevel(LogLevel.Trace).AddProvider(log));
        var secrets = Options.Create(new SecretOptions());
        Vault = new SecretVault(new SecretStore(_db), new SecretKeyRing(_db, clock, secrets), clock, secrets, logs.CreateLogger<SecretVault>());
        _http = new EgressHttp(internet.Dialer(clock));
        _tool = new FetchTool(new WebFetch(_http, clock, Options.Create(options)), Vault, Options.Create(options));
    }

    public TestInternet Internet { get; }

    public SecretVault Vault { get; }

    public AgentRuntime Runtime { get; set; } = new() { AllowedDomains = ["example.com", "*.example.com"] };

    public static async Task<FetchBench> StartAsync(TimeProvider? clock = null, FetchOptions? options = null, ILoggerProvider? log = null) =>
        new(await TestInternet.StartAsync(), clock ?? TimeProvider.System, options ?? new FetchOptions(), log);

    public async Task<ToolSet> OpenAsync(params string[] tools) =>
        await _tool.OpenAsync(new ToolContext(Execution(Runtime, tools.Length == 0 ? [ToolNames.FetchUrl] : tools), null!, _ => throw new InvalidOperationException("The sandbox's way out is not this tool's.")), TestContext.Current.CancellationToken);

    public async Task<(string Output, bool Failed)> FetchAsync(string url, int? maxCharacters = null, Dictionary<string, string>? headers = null)
    {
        await using var tools = new AgentTools("run", [await OpenAsync()], 65_536);
        var arguments = new Dictionary<string, object?> { ["url"] = url, ["maxCharacters"] = maxCharacters, ["headers"] = headers };
        return await tools.InvokeAsync(new FunctionCallContent("1", ToolNames.FetchUrl, arguments), 1, TestContext.Current.CancellationToken);
    }

    public static ExecutionState Execution(AgentRuntime runtime, IReadOnlyList<string> tools, string id = "run") => new()
    {
        Id = id,
        UserId = "user",
        AgentId = "agent",
        Agent = new AgentSnapshot("Reporter", "Report.", null, tools, new AgentLimits(), runtime),
        Trigger = new ExecutionTrigger(TriggerKind.Manual),
        Status = ExecutionStatus.Running,
        CreatedAt = ExecutionApp.Start,
    };

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        _db.Dispose();
        await _store.DisposeAsync();
        await Internet.DisposeAsync();
    }
}
