using AgentPlatform.Contracts;
using AgentPlatform.Contracts.Executions;
using AgentPlatform.Contracts.Messages;
using AgentPlatform.Llm;
using ExecutionService.Budgets;
using ExecutionService.Journal;

namespace ExecutionService.AgentLoop;

/// <summary>Lets a model call through only while its worst case fits into every budget, and holds it there.</summary>
internal sealed class BudgetGate(HeldRun run, BudgetLedger budgets, RunEnding ending, TimeProvider clock, TimeSpan heldRetry)
{
    /// <summary>
    /// Writes the intent of a model call together with the hold of its worst case; null when a budget is spent, which has ended
    /// the run. When all that is left is held by calls of other runs it waits for them.
    /// </summary>
    public async Task<BudgetGrant?> BeginAsync(ExecutionStep step, PromptMark mark, long inputEstimate, CancellationToken cancellationToken)
    {
        await SettleAbandonedAsync(step, cancellationToken);
        for (var waited = false; ; waited = true)
        {
            var limits = run.Execution.Agent.Limits;
            var used = run.Execution.TokenUsage.Input + run.Execution.TokenUsage.Output;
            if (!Reserve(limits.MaxTokensPerRun - used).Granted)
            {
                await ending.FailAsync(ProblemCodes.BudgetExceeded, $"The next model call could pass the run's limit of {limits.MaxTokensPerRun} tokens; {used} are used.");
                return null;
            }

            var hold = BudgetLedger.HoldAt(run.Execution, run.Now, 0, inputEstimate);
            var states = await budgets.ReadAsync(run.Execution, hold.Day, hold.Month, cancellationToken);
            if (states.FirstOrDefault(state => !Reserve(state.Limit - state.Used).Granted) is { } spent)
            {
                await FailAsync(spent, hold.Month);
                return null;
            }

            if (Reserve(Math.Min(limits.MaxTokensPerRun - used, states.Min(state => state.Free))) is { Granted: true } reserved)
            {
                hold = hold with { Tokens = reserved.Tokens };
                await run.AppendAsync([JournalEvents.Step(step)], [new JournalNote(step.Index) { Hold = hold, Prompt = mark }], commit => budgets.Change(commit, run.Execution, hold, hold.Tokens, 0), cancellationToken);
                run.History.Add(step);
                states = await budgets.ReadAsync(run.Execution, hold.Day, hold.Month, cancellationToken);
                if (states.All(state => state.Free >= 0))
                {
                    return new BudgetGrant(hold, reserved.MaxOutputTokens);
                }

                await ReleaseAsync(step.Index, hold, 0, $"Waiting for tokens: {Describe(states.MinBy(state => state.Free)!)}.", cancellationToken);
            }
            else if (!waited)
            {
                await run.AppendAsync([JournalEvents.Log($"Waiting for tokens that other runs hold: {Describe(states.MinBy(state => state.Free)!)}.", run.Now)], [], null, cancellationToken);
            }

            await Task.Delay(heldRetry * (1 + Random.Shared.NextDouble()), clock, cancellationToken);
        }

        BudgetReservation Reserve(long tokens) => Budget.Reserve(tokens, inputEstimate, RunPrompt.MaxOutputTokens);
    }

    /// <summary>Gives back what was held for a call that failed; <paramref name="used"/> tokens of it may have been paid for.</summary>
    public Task ReleaseAsync(int stepIndex, BudgetHold hold, long used, string why, CancellationToken cancellationToken) => run.AppendAsync(
        [JournalEvents.Log(why, run.Now)],
        [new JournalNote(stepIndex) { Hold = hold with { Tokens = 0 } }],
        commit => budgets.Change(commit, run.Execution, hold, -hold.Tokens, used),
        cancellationToken);

    /// <summary>A call whose worker died may have been paid for: its prompt counts as spent.</summary>
    private async Task SettleAbandonedAsync(ExecutionStep step, CancellationToken cancellationToken)
    {
        if (run.History.HoldOf(step.Index) is { } abandoned)
        {
            await ReleaseAsync(step.Index, abandoned, abandoned.InputTokens, $"The model call of step {step.Index} was cut off with its worker and is made again.", cancellationToken);
        }
    }

    private Task FailAsync(BudgetState spent, string? month) => spent.Name == BudgetNames.AgentMonth
        ? ending.FailAsync(
            ProblemCodes.BudgetExceeded,
            $"The next model call could pass the agent's limit of {spent.Limit} tokens for {month}; {spent.Used} are used.",
            announcement: new AgentBudgetSpent(run.Execution.AgentId!, run.Execution.UserId, month!, spent.Limit))
        : ending.FailAsync(ProblemCodes.BudgetExceeded, $"The next model call could pass the limit of {spent.Limit} tokens of all your runs in one day (UTC); {spent.Used} are used.");

    private static string Describe(BudgetState state) => $"{state.Used} of {state.Limit} are spent and {state.Held} held";
}

/// <summary>A model call that may be made.</summary>
internal sealed record BudgetGrant(BudgetHold Hold, int MaxOutputTokens);
