using AgentPlatform.Contracts.Agents;

namespace ExecutionService.Executions;

/// <summary>The definition that a run follows from start to end, whatever happens to its agent meanwhile.</summary>
internal sealed record AgentSnapshot(string Name, string Prompt, string? Model, IReadOnlyList<string> Tools, AgentLimits Limits, AgentRuntime? Runtime = null)
{
    /// <summary>The definition's runtime; runs of before runtimes have the default one.</summary>
    public AgentRuntime Runtime { get; init; } = Runtime ?? new();
}
