using AgentPlatform.Contracts.Messages;
using AgentPlatform.Llm;
using ExecutionService.AgentLoop.Holding;
using ExecutionService.Budgets;
using ExecutionService.Journal;

namespace ExecutionService.AgentLoop;

/// <summary>Lets a model call through only while its worst case fits into every budget, and holds it there.</summary>
internal sealed class BudgetGate(HeldRun run, RunParts parts)
{
    /// <summary>
    /// Writes <paramref name="events"/> and <paramref name="note"/> together with the hold of a call's worst case, or tells which budget
    /// is spent. When all that is left is held by calls of other runs it waits for them.
    /// </summary>
    /// <param name="events">The entries that tell of the call; at least one.</param>
    /// <param name="note">The note of its step, to which the hold is added.</param>
    /// <param name="inputTokens">Upper estimate of the prompt.</param>
    /// <param name="maxOutputTokens">What the answer may take at most.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public async Task<BudgetAnswer> HoldAsync(IReadOnlyList<string> events, JournalNote note, long inputTokens, int maxOutputTokens, CancellationToken cancellationToken)
    {
        for (var waited = false; ; waited = true)
        {
            var limits = run.Execution.Agent.Limits;
            // What the step holds already is for calls that are under way beside this one.
            var before = run.History.HoldOf(note.StepIndex);
            var used = run.Execution.SpentTokens;
            var left = limits.MaxTokensPerRun - used - (before?.AllTokens ?? 0);
            if (!Reserve(left).Granted)
            {
                return BudgetAnswer.Spent($"The next model call could pass the run's limit of {limits.MaxTokensPerRun} tokens; {used} are used.");
            }

            var hold = BudgetLedger.HoldAt(run.Execution, run.Now, 0, inputTokens);
            var states = await parts.Budgets.ReadAsync(run.Execution, hold.Day, hold.Month, cancellationToken);
            if (states.FirstOrDefault(state => !Reserve(state.Limit - state.Used).Granted) is { } spent)
            {
                return Refuse(spent, hold.Month);
            }

            if (Reserve(Math.Min(left, states.Min(state => state.Free))) is { Granted: true } reserved)
            {
                hold = hold with { Tokens = reserved.Tokens };
                await run.AppendAsync(events, [note with { Hold = Sum(before, hold, 1) }], commit => parts.Budgets.Change(commit, run.Execution, hold, hold.Tokens, 0), cancellationToken);
                states = await parts.Budgets.ReadAsync(run.Execution, hold.Day, hold.Month, cancellationToken);
                if (states.All(state => state.Free >= 0))
                {
                    return BudgetAnswer.Held(hold, reserved.MaxOutputTokens);
                }

                await ReleaseAsync(note.StepIndex, hold, 0, $"Waiting for tokens: {Describe(states.MinBy(state => state.Free)!)}.");
            }
            else if (!waited)
            {
                await run.AppendAsync([JournalEvents.Log($"Waiting for tokens that other runs hold: {Describe(states.MinBy(state => state.Free)!)}.", run.Now)], [], null, cancellationToken);
            }

            await Task.Delay(parts.HeldRetry * (1 + Random.Shared.NextDouble()), parts.Clock, cancellationToken);
        }

        BudgetReservation Reserve(long tokens) => Budget.Reserve(tokens, inputTokens, maxOutputTokens);
    }

    /// <summary>Gives back what was held for a call that failed; <paramref name="used"/> tokens of it may have been paid for.</summary>
    public Task ReleaseAsync(int stepIndex, BudgetHold hold, long used, string why) => run.AppendProgressAsync(
        [JournalEvents.Log(why, run.Now)],
        [Released(stepIndex, hold)],
        execution => execution with { LostTokens = execution.LostTokens + used },
        commit => parts.Budgets.Change(commit, run.Execution, hold, -hold.Tokens, used));

    /// <summary>A call whose worker died may have been paid for: its prompt counts as spent, and what had been received of its answer.</summary>
    public async Task SettleAbandonedAsync(int stepIndex)
    {
        foreach (var (hold, lost) in run.History.AbandonedOf(stepIndex))
        {
            await ReleaseAsync(stepIndex, hold, lost, $"A model call of step {stepIndex} was cut off with its worker.");
        }
    }

    /// <summary>The note that says that a step no longer holds this.</summary>
    public JournalNote Released(int stepIndex, BudgetHold hold) => new(stepIndex) { Hold = Sum(run.History.HoldOf(stepIndex), hold, -1) };

    private static BudgetHold Sum(BudgetHold? before, BudgetHold hold, int sign) => (before ?? hold with { Tokens = 0, InputTokens = 0 }).Add(hold, sign);

    private BudgetAnswer Refuse(BudgetState spent, string? month) => spent.Name switch
    {
        BudgetNames.AgentMonth => BudgetAnswer.Spent(
            $"The next model call could pass the agent's limit of {spent.Limit} tokens for {month}; {spent.Used} are used.",
            new AgentBudgetSpent(run.Execution.AgentId!, run.Execution.UserId, month!, spent.Limit)),
        // What others have used is nobody's business.
        BudgetNames.PlatformDay => BudgetAnswer.Spent("The next model call could pass what the platform may spend in one day (UTC) for all its users."),
        _ => BudgetAnswer.Spent($"The next model call could pass the limit of {spent.Limit} tokens of all your runs in one day (UTC); {spent.Used} are used."),
    };

    private static string Describe(BudgetState state) =>
        state.Name == BudgetNames.PlatformDay ? "the platform's day is nearly spent" : $"{state.Used} of {state.Limit} are spent and {state.Held} held";
}

/// <summary>A budget's answer to a model call.</summary>
/// <param name="Hold">What is held for it; null when a budget is spent.</param>
/// <param name="MaxOutputTokens">What its answer may take.</param>
/// <param name="Reason">Which budget is spent.</param>
/// <param name="Announcement">The message that says so to other services.</param>
internal sealed record BudgetAnswer(BudgetHold? Hold, int MaxOutputTokens, string? Reason, object? Announcement)
{
    public static BudgetAnswer Held(BudgetHold hold, int maxOutputTokens) => new(hold, maxOutputTokens, null, null);

    public static BudgetAnswer Spent(string reason, object? announcement = null) => new(null, 0, reason, announcement);
}
