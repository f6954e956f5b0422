using AgentPlatform.Contracts;
using AgentPlatform.Contracts.Executions;

namespace ExecutionService.ClaudeCode;

/// <summary>How the engine's work on a run ended.</summary>
/// <param name="Text">The final answer; null when it failed.</param>
/// <param name="Error">Why it failed; null when it did not.</param>
/// <param name="Usage">Tokens of all model calls, as the relay has seen them.</param>
/// <param name="Cost">Their cost by the platform's own prices.</param>
/// <param name="ModelCalls">Model calls that were answered.</param>
/// <param name="Reported">What the program said at its end; null when it said nothing.</param>
internal sealed record ClaudeCodeOutcome(string? Text, ExecutionError? Error, TokenUsage Usage, Cost Cost, int ModelCalls, ClaudeResult? Reported)
{
    public bool Succeeded => Error is null;
}
