using AgentPlatform.Contracts;

namespace AgentPlatform.Llm;

/// <summary>Arithmetic of hard token budgets: reserve the worst case, call, settle what was used.</summary>
public static class Budget
{
    /// <summary>An answer shorter than this is not worth its prompt, unless the caller asked for less.</summary>
    public const int MinOutputTokens = 64;

    /// <summary>Clamps the output limit to what is left after the prompt, or refuses.</summary>
    public static BudgetReservation Reserve(long remainingTokens, long inputEstimate, int maxOutputTokens)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(inputEstimate);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(maxOutputTokens);
        // A remainder is at least long.MinValue: subtracting could wrap, comparing first cannot.
        if (remainingTokens <= inputEstimate)
        {
            return default;
        }

        var room = remainingTokens - inputEstimate;
        return room < Math.Min(MinOutputTokens, maxOutputTokens)
            ? default
            : new BudgetReservation(Granted: true, inputEstimate, (int)Math.Min(room, maxOutputTokens));
    }

    /// <summary>What is left once the call's real usage is known; <paramref name="remainingTokens"/> is as before the reservation.</summary>
    public static long Settle(long remainingTokens, BudgetReservation reservation, TokenUsage? used) =>
        remainingTokens - (used is null ? reservation.Tokens : used.Input + used.Output);
}
