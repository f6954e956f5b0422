using AgentPlatform.Contracts;

namespace ExecutionService.ClaudeCode.Relay.Usage;

/// <summary>Asked before each model call of the program, and told what came of it.</summary>
/// <param name="Reserve">Sets the call's worst case aside, or refuses.</param>
/// <param name="Settle">
/// Told once for each granted call what it used; null when nobody knows, because the connection broke after the call was sent. It is
/// not cancelled: what was spent is written down. The next call of the program waits for it.
/// </param>
internal sealed record RelayBudget(Func<RelayCall, CancellationToken, Task<RelayGrant>> Reserve, Func<RelayCall, RelayGrant, TokenUsage?, Task> Settle);

/// <summary>A model call that the program wants to make.</summary>
/// <param name="Number">1 for the run's first.</param>
/// <param name="Model">One of the run's models.</param>
/// <param name="InputEstimate">Tokens of its prompt, rather too many than too few.</param>
/// <param name="MaxTokens">Output tokens that it may have at most.</param>
internal sealed record RelayCall(int Number, string Model, long InputEstimate, int MaxTokens);

/// <summary>The answer of a budget.</summary>
/// <param name="Granted">False when the call must not be made.</param>
/// <param name="MaxTokens">Output tokens that are granted.</param>
/// <param name="Reason">Why it is refused, for people and for the program.</param>
internal sealed record RelayGrant(bool Granted, int MaxTokens, string? Reason = null);

/// <summary>For whom a relay is opened, and what it passes on.</summary>
internal sealed record RelayRun(string ExecutionId, IReadOnlyList<string> Models, RelayBudget Budget);
