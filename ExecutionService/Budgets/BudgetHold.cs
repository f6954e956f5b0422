using System.Text.Json.Serialization;

namespace ExecutionService.Budgets;

/// <summary>Tokens held for one model call: its worst case.</summary>
/// <param name="Tokens">Tokens held; none when they were given back.</param>
/// <param name="InputTokens">The part of them that the prompt takes: what is counted as spent when the call's outcome is never known.</param>
/// <param name="Day">The user's day (UTC) from whose budget they are, <c>2026-11-25</c>.</param>
/// <param name="Month">The agent's month from whose budget they are, <c>2026-11</c>; null for a draft, which has none.</param>
internal sealed record BudgetHold(long Tokens, long InputTokens, string Day, [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Month);
