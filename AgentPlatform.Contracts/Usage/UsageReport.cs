namespace AgentPlatform.Contracts.Usage;

/// <summary>Answer of <c>GET /api/usage</c>.</summary>
public sealed record UsageReport(IReadOnlyList<UsageItem> Items, UsageTotal Total);

/// <summary>
/// Tokens and cost of one group. <paramref name="Key"/> is a day (<c>yyyy-MM-dd</c>, UTC), an agent's id or a model's name;
/// <paramref name="Source"/> is <c>chat</c> or <c>runs</c>; <paramref name="Count"/> counts turns or executions.
/// </summary>
public sealed record UsageItem(string Key, string? Label, string Source, TokenUsage TokenUsage, Cost Cost, long Count);

/// <summary>The sum over a report.</summary>
public sealed record UsageTotal(TokenUsage TokenUsage, Cost Cost, long Count);
