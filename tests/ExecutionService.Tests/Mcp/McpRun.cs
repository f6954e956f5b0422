using AgentPlatform.Contracts.Agents;
using AgentPlatform.Contracts.Executions;
using ExecutionService.Executions;
using ExecutionService.Mcp;
using ExecutionService.Mcp.Transports;
using ExecutionService.Sandboxes;
using ExecutionService.Tools;
using ExecutionService.Workspaces;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;

namespace ExecutionService.Tests.Mcp;

/// <summary>A run of an agent with MCP servers, as far as its tools are concerned.</summary>
internal sealed class McpRun : IAsyncDisposable
{
    private readonly ToolSet _set;

    private McpRun(ToolSet set, FakeTimeProvider clock) => (_set, Clock) = (set, clock);

    public FakeTimeProvider Clock { get; }

    public IEnumerable<string> Names => _set.Tools.Select(tool => tool.Function.Name);

    public IReadOnlyDictionary<string, string> Unavailable => _set.Unavailable ?? new Dictionary<string, string>();

    public static async Task<McpRun> OpenAsync(
        IReadOnlyList<McpServer> servers, McpOptions? options = null, McpNetwork? network = null, McpSecretReader? secrets = null, ISandbox? sandbox = null, FakeTimeProvider? clock = null, CancellationToken? cancellationToken = null)
    {
        var time = clock ?? new FakeTimeProvider(ExecutionApp.Start);
        var given = Options.Create(options ?? new McpOptions());
        var tools = new McpTools(new McpHttp(network ?? McpTestServer.Network, given), secrets ?? McpSecretReader.None, sandbox ?? new MissingSandbox("There is none."), time, given, NullLogger<McpTools>.Instance);
        return new McpRun(await tools.OpenAsync(ContextOf(servers), cancellationToken ?? TestContext.Current.CancellationToken), time);
    }

    public ToolEffect EffectOf(string name) => Find(name).Effect;

    public AIFunction Function(string name) => Find(name).Function;

    public async Task<string> CallAsync(string name, object? arguments = null, CancellationToken? cancellationToken = null)
    {
        var given = new AIFunctionArguments(arguments?.GetType().GetProperties().ToDictionary(property => property.Name, property => property.GetValue(arguments)))
        {
            Context = new Dictionary<object, object?> { [typeof(ToolInvocation)] = new ToolInvocation("run", 7) },
        };
        return (string)(await Find(name).Function.InvokeAsync(given, cancellationToken ?? TestContext.Current.CancellationToken))!;
    }

    /// <summary>What the model reads when a call fails.</summary>
    public async Task<string> FailAsync(string name, object? arguments = null) => (await Assert.ThrowsAsync<ToolException>(() => CallAsync(name, arguments))).Message;

    public async ValueTask DisposeAsync() => await (_set.Closing?.DisposeAsync() ?? ValueTask.CompletedTask);

    private AgentTool Find(string name) => _set.Tools.Single(tool => tool.Function.Name == name);

    private static ToolContext ContextOf(IReadOnlyList<McpServer> servers)
    {
        var execution = new ExecutionState
        {
            Id = "run",
            UserId = "user",
            Agent = new AgentSnapshot("Reporter", "Write the report.", null, [], new AgentLimits(), new AgentRuntime { McpServers = servers }),
            Trigger = new ExecutionTrigger(TriggerKind.Test),
            Status = ExecutionStatus.Running,
            CreatedAt = ExecutionApp.Start,
        };
        return new ToolContext(execution, new Workspace(Path.Combine(Path.GetTempPath(), "user", "test-run"), new WorkspaceOptions()), _ => Task.FromResult<SandboxEgress?>(new SandboxEgress("/egress", "/certificates", new Dictionary<string, string>())));
    }
}
