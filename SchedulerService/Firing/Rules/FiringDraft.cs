using SchedulerService.Firing.Backlogs;
using SchedulerService.Ledger;

namespace SchedulerService.Firing.Rules;

/// <summary>A decision as it comes about: every instant that is given to it ends as a record or among those that wait.</summary>
internal sealed class FiringDraft(ScheduleState state, DateTimeOffset now, FiringLimits limits)
{
    /// <summary>Older ones are forgotten, as if they had ended.</summary>
    private const int MaxRuns = 50;

    // A simulation keeps nothing that needs a name, and names would be most of its work.
    private readonly bool _isSimulated = state.Simulated is not null;

    private readonly List<Occurrence> _occurrences = [];
    private readonly List<ScheduledRun> _runs = [.. state.Runs];
    private readonly List<DateTimeOffset> _waiting = [.. state.Waiting];
    private readonly List<DateTimeOffset> _backfill = [.. state.Backfill];

    // Who was asked to end and is still there is asked again: the message may have come before the run.
    private readonly HashSet<string> _cancelled = state.Runs.Count == 0 ? [] : [.. state.Runs.Where(run => run.Cancelling).Select(run => run.ExecutionId)];
    private int _firesLeft = limits.FiresLeft;

    public bool IsRunning => _runs.Count > 0;

    public IReadOnlyList<DateTimeOffset> Waiting => _waiting;

    public IReadOnlyList<DateTimeOffset> Backfill => _backfill;

    public bool CanFire => _firesLeft > 0;

    public bool IsCancelling => _runs.Exists(run => run.Cancelling);

    public void Record(DateTimeOffset instant, string outcome, string? reason) =>
        _occurrences.Add(New(instant, outcome) with { Reason = reason });

    public void Wait(DateTimeOffset instant) => _waiting.Add(instant);

    public void Fire(DateTimeOffset instant)
    {
        if (CanFire)
        {
            Start(New(instant, Outcomes.Fired) with { ExecutionId = _isSimulated ? "" : FiringIds.Execution(state.AgentId, state.Version, instant) });
        }
        else
        {
            Record(instant, Outcomes.OverBudget, limits.OverBudgetReason);
        }
    }

    public void FireFirstWaiting()
    {
        var at = _occurrences.Count;
        Fire(TakeWaiting());
        _occurrences[at] = _occurrences[at] with { HasWaited = true };
    }

    public DateTimeOffset TakeWaiting()
    {
        var first = _waiting[0];
        _waiting.RemoveAt(0);
        return first;
    }

    public void FireFirstBackfill()
    {
        var instant = TakeBackfill();
        Start(New(instant, Outcomes.Fired) with { ExecutionId = FiringIds.BackfillExecution(state.AgentId, state.Version, instant), IsBackfill = true });
    }

    public void SkipFirstBackfill(string reason) => _occurrences.Add(New(TakeBackfill(), Outcomes.Skipped) with { Reason = reason, IsBackfill = true });

    /// <summary>Asks everything that runs to end.</summary>
    public void CancelRuns()
    {
        for (var index = 0; index < _runs.Count; index++)
        {
            _runs[index] = _runs[index] with { Cancelling = true };
            _cancelled.Add(_runs[index].ExecutionId);
        }
    }

    public FiringDecision Decide(DateTimeOffset? passed, DateTimeOffset? next, DateTimeOffset? dueAt, IReadOnlyList<Unsettled> unsettled) => new(_occurrences, next, dueAt)
    {
        Passed = passed,
        Runs = _runs.Count <= MaxRuns ? _runs : [.. _runs.TakeLast(MaxRuns)],
        Waiting = _waiting,
        Backfill = _backfill,
        Unsettled = unsettled,
        Cancelled = _cancelled.Count == 0 ? [] : [.. _cancelled],
    };

    private DateTimeOffset TakeBackfill()
    {
        var first = _backfill[0];
        _backfill.RemoveAt(0);
        return first;
    }

    private void Start(Occurrence fired)
    {
        _occurrences.Add(fired with { FiredAt = now });
        _runs.Add(new ScheduledRun(fired.ExecutionId!, fired.ScheduledFor, now));
        _firesLeft--;
    }

    private Occurrence New(DateTimeOffset instant, string outcome) => new(_isSimulated ? "" : FiringIds.Occurrence(state.AgentId, instant), instant, outcome);
}
