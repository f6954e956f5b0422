using AgentPlatform.Contracts;
using AgentPlatform.Llm;
using ExecutionService.AgentLoop.Holding;
using ExecutionService.Budgets;
using ExecutionService.ClaudeCode.Relay.Usage;
using ExecutionService.Journal;

namespace ExecutionService.AgentLoop;

/// <summary>Holds and settles the model calls of an engine under its one step; the program may make several at once.</summary>
internal sealed class EngineBudget
{
    private readonly HeldRun _run;
    private readonly BudgetGate _gate;
    private readonly RunParts _parts;
    private readonly int _stepIndex;
    private readonly Dictionary<int, BudgetHold> _holds = [];

    public EngineBudget(HeldRun run, BudgetGate gate, RunParts parts, int stepIndex)
    {
        (_run, _gate, _parts, _stepIndex) = (run, gate, parts, stepIndex);
        Relay = new RelayBudget(ReserveAsync, SettleAsync);
    }

    public RelayBudget Relay { get; }

    /// <summary>The budget that is spent; null while none is.</summary>
    public BudgetAnswer? Refusal { get; private set; }

    private async Task<RelayGrant> ReserveAsync(RelayCall call, CancellationToken cancellationToken)
    {
        using var turn = await _run.EnterAsync(cancellationToken);
        var answer = await _gate.HoldAsync(
            [JournalEvents.Log($"Claude Code asks {call.Model} (call {call.Number}).", _run.Now)], new JournalNote(_stepIndex), call.InputEstimate, call.MaxTokens, cancellationToken);
        if (answer.Hold is null)
        {
            Refusal = answer;
            return new RelayGrant(false, 0, answer.Reason);
        }

        _holds[call.Number] = answer.Hold;
        return new RelayGrant(true, answer.MaxOutputTokens);
    }

    private async Task SettleAsync(RelayCall call, RelayGrant grant, TokenUsage? used)
    {
        using var turn = await _run.EnterAsync(CancellationToken.None);
        if (!_holds.Remove(call.Number, out var hold))
        {
            return;
        }

        // Nobody knows what a call took whose connection broke: its worst case counts.
        var usage = used ?? new TokenUsage(hold.InputTokens, hold.Tokens - hold.InputTokens);
        var cost = _parts.Prices.CostOf(call.Model, usage);
        var total = (Usage: _run.Execution.TokenUsage.Add(usage), Cost: CostArithmetic.Add(_run.Execution.Cost, cost));
        await _run.AppendProgressAsync(
            [JournalEvents.Usage(total.Usage, total.Cost)],
            [_gate.Released(_stepIndex, hold)],
            execution => execution with { TokenUsage = total.Usage, Cost = total.Cost },
            commit => _parts.Budgets.Change(commit, _run.Execution, hold, -hold.Tokens, usage.Input + usage.Output));
    }
}
