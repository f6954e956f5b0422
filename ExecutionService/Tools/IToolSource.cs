using ExecutionService.Executions;
using ExecutionService.Sandboxes;
using ExecutionService.Workspaces;
using Microsoft.Extensions.AI;

namespace ExecutionService.Tools;

/// <summary>Gives runs tools of one kind.</summary>
internal interface IToolSource
{
    /// <summary>The tools of this kind that the run's agent names, ready to be called.</summary>
    ValueTask<ToolSet> OpenAsync(ToolContext context, CancellationToken cancellationToken);
}

/// <summary>What tools know of the run that they work for.</summary>
/// <param name="Execution">The run.</param>
/// <param name="Workspace">The files of its agent.</param>
/// <param name="Egress">Opens the run's way out, once; null when its agent may reach nothing.</param>
internal sealed record ToolContext(ExecutionState Execution, Workspace Workspace, Func<CancellationToken, Task<SandboxEgress?>> Egress)
{
    /// <summary>Whether the agent names a tool.</summary>
    public bool Names(string tool) => Execution.Agent.Tools.Contains(tool, StringComparer.Ordinal);
}

/// <summary>One tool: how it is called, and what it means to call it again.</summary>
internal sealed record AgentTool(AIFunction Function, ToolEffect Effect);

/// <summary>What becomes of the world when a tool is called.</summary>
internal enum ToolEffect
{
    /// <summary>Nothing: it may be called again after a crash.</summary>
    ReadOnly,

    /// <summary>The same whether it is called once or twice with the same key: it may be called again after a crash.</summary>
    Idempotent,

    /// <summary>Something that cannot be taken back or seen from here: with its outcome unknown after a crash a person decides.</summary>
    SideEffecting,
}

/// <summary>Tools that were opened together, those that cannot be had with the reason for the model and for people, and what is closed when the run is left.</summary>
internal sealed record ToolSet(IReadOnlyList<AgentTool> Tools, IReadOnlyDictionary<string, string>? Unavailable = null, IAsyncDisposable? Closing = null)
{
    public static readonly ToolSet None = new([]);
}

/// <summary>One call of a tool, in <see cref="AIFunctionArguments.Context"/> under its type. <see cref="Key"/> stays the same when the call is repeated after a crash.</summary>
internal sealed record ToolInvocation(string ExecutionId, int StepIndex)
{
    public string Key => $"{ExecutionId}-{StepIndex}";

    /// <summary>The call that a function is invoked for.</summary>
    public static ToolInvocation Of(AIFunctionArguments arguments) => (ToolInvocation)arguments.Context![typeof(ToolInvocation)]!;
}
