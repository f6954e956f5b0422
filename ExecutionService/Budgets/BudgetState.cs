namespace ExecutionService.Budgets;

/// <summary>One budget as it stands.</summary>
/// <param name="Name">One of <see cref="BudgetNames"/>.</param>
/// <param name="Limit">Tokens that may be spent.</param>
/// <param name="Used">Tokens that were spent.</param>
/// <param name="Held">Tokens held for calls under way.</param>
internal sealed record BudgetState(string Name, long Limit, long Used, long Held)
{
    /// <summary>Tokens that nobody has spent or holds; negative when more is held than there is.</summary>
    public long Free => Limit - Used - Held;
}

/// <summary>The budgets that several runs share.</summary>
internal static class BudgetNames
{
    public const string AgentMonth = "agent-month";
    public const string PlatformDay = "platform-day";
    public const string UserDay = "user-day";
}
