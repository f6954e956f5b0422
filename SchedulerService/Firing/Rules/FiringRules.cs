using SchedulerService.Ledger;
using SchedulerService.Schedules;

namespace SchedulerService.Firing.Rules;

/// <summary>Decides what becomes of the instants that are due. Pure: the same state and time give the same records.</summary>
internal static class FiringRules
{
    /// <summary>Why nothing fires, where nobody gave a reason.</summary>
    public const string IsPaused = "the schedule is paused";

    /// <summary>Decides as much as the limits allow; what remains is due again at once.</summary>
    public static FiringDecision Decide(ScheduleState state, DateTimeOffset now, FiringLimits limits)
    {
        var draft = new FiringDraft(state, now, limits);
        var unsettled = Settle(draft, state.Unsettled, limits.MaxInstants);
        var (due, next) = Due(state, now, limits.MaxInstants - draft.Count);
        for (var skipped = 0; state.StopReason is { } reason && skipped < limits.MaxInstants && draft.Backfill.Count > 0; skipped++)
        {
            draft.SkipFirstBackfill(reason);
        }

        if (state.Paused)
        {
            Record(draft, due, Outcomes.Paused, state.PausedReason ?? IsPaused);
        }
        else if (state.StopReason is { } stopped)
        {
            Record(draft, due, Outcomes.Skipped, stopped);
        }
        else if (state.Active)
        {
            Fire(state, draft, due, isMoreDue: IsDue(state, next, now), now, limits);
        }

        var lookAt = unsettled.Count > 0 ? now : LookAt(state, draft, next, now, limits);
        return draft.Decide(due.Count > 0 ? due[^1] : null, next, lookAt, unsettled);
    }

    /// <summary>
    /// When an instant fires: its jitter delays the run and never moves the instant. It is over before the next instant, as in
    /// Temporal's schedules, so that instants fire in their order and none stands before another.
    /// </summary>
    public static DateTimeOffset DueAt(ScheduleState state, DateTimeOffset instant)
    {
        if (state.Schedule.JitterSeconds == 0)
        {
            return instant;
        }

        var most = (state.Simulated ?? new ScheduleClock(state.Schedule)).Next(instant) is { } next ? ((next - instant).Ticks - 1) / TimeSpan.TicksPerSecond : int.MaxValue;
        return instant + FiringIds.Jitter(state.AgentId, instant, (int)Math.Min(state.Schedule.JitterSeconds, most));
    }

    /// <summary>Records what changes left behind, and gives what is left of it then.</summary>
    private static IReadOnlyList<Unsettled> Settle(FiringDraft draft, IReadOnlyList<Unsettled> unsettled, int max)
    {
        while (unsettled.Count > 0 && draft.Count < max)
        {
            var (first, rest) = (unsettled[0], unsettled.Skip(1));
            var clock = new ScheduleClock(first.Schedule);
            DateTimeOffset? next = first.Next;
            for (; next <= first.Until && draft.Count < max; next = clock.Next(next.Value))
            {
                draft.Record(next.Value, first.Outcome, first.Reason);
            }

            unsettled = next <= first.Until ? [first with { Next = next.Value }, .. rest] : [.. rest];
        }

        return unsettled;
    }

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
        next is { } instant && !(instant > state.Until) && (state.IgnoresJitter ? instant : DueAt(state, instant)) <= now;

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
