using AgentPlatform.Llm;
using AgentPlatform.ServiceDefaults.Outbox;
using ExecutionService.Budgets;
using ExecutionService.ClaudeCode;
using ExecutionService.Egress.Proxying;
using ExecutionService.Executions;
using ExecutionService.Tools;
using ExecutionService.Workspaces;
using ExecutionService.Workspaces.Artifacts;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Options;

namespace ExecutionService.AgentLoop;

/// <summary>What every run of this process works with.</summary>
internal sealed partial class RunParts(
    ExecutionStore store,
    Outbox outbox,
    IChatClient model,
    ModelInfo modelInfo,
    ModelPrices prices,
    ToolCatalog tools,
    BudgetLedger budgets,
    ArtifactKeeper artifacts,
    EgressSessions egress,
    WorkspaceStore workspaces,
    ClaudeCodeEngine claudeCode,
    TimeProvider clock,
    IOptions<ExecutionOptions> options,
    IOptions<BudgetOptions> budgetOptions,
    ILogger<RunParts> logger)
{
    public ArtifactKeeper Artifacts => artifacts;

    public BudgetLedger Budgets => budgets;

    public ClaudeCodeEngine ClaudeCode => claudeCode;

    public TimeProvider Clock => clock;

    public EgressSessions Egress => egress;

    public IChatClient Model => model;

    public ModelInfo ModelInfo => modelInfo;

    public ExecutionOptions Options => options.Value;

    public Outbox Outbox => outbox;

    public ModelPrices Prices => prices;

    public ExecutionStore Store => store;

    public ToolCatalog Tools => tools;

    public WorkspaceStore Workspaces => workspaces;

    [LoggerMessage(LogLevel.Error, "Work on execution {ExecutionId} met something unexpected; it ends as failed")]
    public partial void LogBroken(Exception exception, string executionId);

    /// <summary>How long a call waits, and up to twice that, before it looks again whether tokens that other runs held are free.</summary>
    public TimeSpan HeldRetry => TimeSpan.FromMilliseconds(budgetOptions.Value.HeldRetryMilliseconds);
}
