namespace AgentPlatform.Contracts.Executions;

/// <summary>What a user's runs may still spend. <paramref name="Day"/> is of all runs of the day (UTC).</summary>
public sealed record BudgetReport(BudgetView Day);

/// <summary>One budget in tokens: spent, and held for calls that are under way.</summary>
public sealed record BudgetView(long Limit, long Used, long Reserved, DateTimeOffset ResetsAt);

/// <summary>A recorded run derived again from its journal. <paramref name="EventHash"/> is the same for runs in which the same happened, whenever and however fast.</summary>
public sealed record ReplayReport(bool Identical, string EventHash);
