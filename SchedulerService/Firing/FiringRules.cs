using SchedulerService.Ledger;
using SchedulerService.Schedules;

namespace SchedulerService.Firing;

/// <summary>Decides what becomes of the instants that are due. Pure: the same state and time give the same records.</summary>
internal static class FiringRules
{
    /// <summary>Decides as much as the limits allow; what remains is due again at once.</summary>
    public static FiringDecision Decide(ScheduleState state, DateTimeOffset now, FiringLimits limits)
    {
        var draft = new FiringDraft(state, now, limits);
        var (due, next) = Due(state, now, limits.MaxInstants);
        if (state.StopReason is { } stopped)
        {
            Record(draft, due, Outcomes.Skipped, stopped);
            for (var skipped = 0; skipped < limits.MaxInstants && draft.Backfill.Count > 0; skipped++)
            {
                draft.SkipFirstBackfill(stopped);
            }
        }
        else if (state.Paused)
        {
            Record(draft, due, Outcomes.Paused, state.PausedReason ?? "the schedule is paused");
        }
        else if (state.Active)
        {
            Fire(state, draft, due, isMoreDue: IsDue(state, next, now), now, limits);
        }

        return draft.Decide(due.Count > 0 ? due[^1] : null, next, LookAt(state, draft, next, now, limits));
    }

    /// <summary>When an instant fires: its jitter delays the run and never moves the instant.</summary>
    public static DateTimeOffset DueAt(ScheduleState state, DateTimeOffset instant) =>
        instant + FiringIds.Jitter(state.AgentId, instant, state.Schedule.JitterSeconds);

    private static void Fire(ScheduleState state, FiringDraft draft, List<DateTimeOffset> due, bool isMoreDue, DateTimeOffset now, FiringLimits limits)
    {
        var overlap = state.Schedule.Overlap;
        OverlapRules.Release(draft, overlap);
        for (var index = 0; index < due.Count; index++)
        {
            var (instant, isLast) = (due[index], index == due.Count - 1 && !isMoreDue);
            if (CatchUpRules.WhyMissed(state, DueAt(state, instant), now, isLast, limits.OnTime) is { } reason)
            {
                draft.Record(instant, Outcomes.Missed, reason);
            }
            else
            {
                OverlapRules.Admit(draft, overlap, instant, isLast, limits.MaxWaiting);
            }
        }

        var isParallel = state.BackfillOverlap == Overlaps.AllowAll;
        for (var started = 0; started < limits.BackfillBatch && draft.Backfill.Count > 0 && draft.CanFire && (isParallel || !(draft.IsRunning || draft.Waiting.Count > 0)); started++)
        {
            draft.FireFirstBackfill();
        }
    }

    /// <summary>Everything that waits or is due has the same end.</summary>
    private static void Record(FiringDraft draft, List<DateTimeOffset> due, string outcome, string reason)
    {
        while (draft.Waiting.Count > 0)
        {
            draft.Record(draft.TakeWaiting(), outcome, reason);
        }

        due.ForEach(instant => draft.Record(instant, outcome, reason));
    }

    private static (List<DateTimeOffset> Due, DateTimeOffset? Next) Due(ScheduleState state, DateTimeOffset now, int max)
    {
        var (due, next) = (new List<DateTimeOffset>(), state.Active ? state.NextRunAt : null);
        if (!IsDue(state, next, now))
        {
            return (due, next);
        }

        var clock = state.Simulated ?? new ScheduleClock(state.Schedule);
        while (due.Count < max && IsDue(state, next, now))
        {
            due.Add(next!.Value);
            next = clock.Next(next.Value);
        }

        return (due, next);
    }

    private static bool IsDue(ScheduleState state, DateTimeOffset? next, DateTimeOffset now) =>
        next is { } instant && (state.IgnoresJitter ? instant : DueAt(state, instant)) <= now;

    /// <summary>When there is something to do again, as far as can be known; the end of a run, a resume or a change may call sooner.</summary>
    private static DateTimeOffset? LookAt(ScheduleState state, FiringDraft draft, DateTimeOffset? next, DateTimeOffset now, FiringLimits limits)
    {
        DateTimeOffset? due = next is { } instant ? DueAt(state, instant) : null;
        if (!state.Active || state.Paused || !(draft.Waiting.Count > 0 || draft.Backfill.Count > 0 || draft.IsCancelling))
        {
            return due;
        }

        var goesOn = draft.Backfill.Count > 0 && draft.CanFire && (state.BackfillOverlap == Overlaps.AllowAll || !draft.IsRunning);
        var check = now + (goesOn ? FiringLimits.BackfillPause : limits.WaitingCheck);
        return due < check ? due : check;
    }
}
