using System.Text.Json.Serialization;

namespace ExecutionService.Budgets;

/// <summary>Tokens held for one model call: its worst case.</summary>
/// <param name="Tokens">Tokens held; none when they were given back.</param>
/// <param name="InputTokens">The part of them that the prompt takes: what is counted as spent when the call's outcome is never known.</param>
/// <param name="Day">The user's day (UTC) from whose budget they are, <c>2026-11-25</c>.</param>
/// <param name="Month">The agent's month from whose budget they are, <c>2026-11</c>; null for a draft, which has none.</param>
internal sealed record BudgetHold(long Tokens, long InputTokens, string Day, [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Month)
{
    /// <summary>What the same step holds of another day or month: an engine has several calls under way, also over midnight.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public BudgetHold? Beside { get; init; }

    /// <summary>Tokens held, of whatever day.</summary>
    [JsonIgnore]
    public long AllTokens => Tokens + (Beside?.AllTokens ?? 0);

    /// <summary>What is held of each day.</summary>
    public IEnumerable<BudgetHold> ByDay() => Beside is null ? [this] : [this with { Beside = null }, .. Beside.ByDay()];

    /// <summary>This and another call's hold together; without it, when <paramref name="sign"/> is -1.</summary>
    public BudgetHold Add(BudgetHold other, int sign) => (other.Day, other.Month) == (Day, Month)
        ? this with { Tokens = Tokens + (sign * other.Tokens), InputTokens = InputTokens + (sign * other.InputTokens) }
        : this with { Beside = (Beside ?? other with { Tokens = 0, InputTokens = 0 }).Add(other, sign) };
}
