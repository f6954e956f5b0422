using SchedulerService.Firing.Backlogs;
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
        var taken = new TakenInstants(state);
        var (backlog, unsettled) = Backlog(state.Unsettled, limits.MaxInstants);
        foreach (var (instant, place) in backlog.Where(one => !taken.Contains(one.Instant, one.Place)))
        {
            draft.Record(instant, state.Unsettled[place].Outcome, state.Unsettled[place].Reason);
        }

        // A backlog has a number of its own, so that what is due on time does not wait for it.
        var (due, next) = Due(state, now, limits.MaxInstants);
        var open = due.Where(instant => !taken.Contains(instant));
        for (var skipped = 0; state.StopReason is { } reason && skipped < limits.MaxInstants && draft.Backfill.Count > 0; skipped++)
        {
            draft.SkipFirstBackfill(reason);
        }

        if (state.Paused)
        {
            Record(draft, open, Outcomes.Paused, state.PausedReason ?? IsPaused);
        }
        else if (state.StopReason is { } stopped)
        {
            Record(draft, open, Outcomes.Skipped, stopped);
        }
        else if (state.Active)
        {
            Fire(state, draft, due, taken, isMoreDue: IsDue(state, next, now), now, limits);
        }

        var lookAt = unsettled.Count > 0 ? now : LookAt(state, draft, next, now, limits);
        return draft.Decide(due.Count > 0 ? due[^1] : null, next, lookAt, unsettled);
    }

    /// <summary>The instants that a decision takes from clocks and of which another rule may have made a record: whoever decides looks them up (<see cref="ScheduleState.Recorded"/>).</summary>
    public static IReadOnlyList<DateTimeOffset> InQuestion(ScheduleState state, DateTimeOffset now, FiringLimits limits)
    {
        var backlog = state.Unsettled.Any(left => left.Next <= left.DecidedUntil)
            ? Backlog(state.Unsettled, limits.MaxInstants).Instants.Where(one => one.Instant <= state.Unsettled[one.Place].DecidedUntil).Select(one => one.Instant)
            : [];
        var due = state.NextRunAt <= state.DecidedUntil ? Due(state, now, limits.MaxInstants).Due.Where(instant => instant <= state.DecidedUntil) : [];
        return [.. backlog.Concat(due).Distinct()];
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

    /// <summary>The first instants of what changes left behind, each with the place of its backlog, and what is left of it after them.</summary>
    private static (List<(DateTimeOffset Instant, int Place)> Instants, IReadOnlyList<Unsettled> Left) Backlog(IReadOnlyList<Unsettled> unsettled, int max)
    {
        var instants = new List<(DateTimeOffset, int)>();
        var place = 0;
        for (; place < unsettled.Count && instants.Count < max; place++)
        {
            var left = unsettled[place];
            var clock = new ScheduleClock(left.Schedule);
            DateTimeOffset? next = left.Next;
            for (; next <= left.Until && instants.Count < max; next = clock.Next(next.Value))
            {
                instants.Add((next.Value, place));
            }

            if (next <= left.Until)
            {
                return (instants, [left with { Next = next.Value }, .. unsettled.Skip(place + 1)]);
            }
        }

        return (instants, [.. unsettled.Skip(place)]);
    }

    private static void Fire(ScheduleState state, FiringDraft draft, List<DateTimeOffset> due, TakenInstants taken, bool isMoreDue, DateTimeOffset now, FiringLimits limits)
    {
        var overlap = state.Schedule.Overlap;
        OverlapRules.Release(draft, overlap);
        for (var index = 0; index < due.Count; index++)
        {
            var (instant, isLast) = (due[index], index == due.Count - 1 && !isMoreDue);
            if (taken.Contains(instant))
            {
                continue;
            }

            if (instant <= state.PausedUntil)
            {
                draft.Record(instant, Outcomes.Paused, IsPaused);
            }
            else if (CatchUpRules.WhyMissed(state, DueAt(state, instant), now, isLast, limits.OnTime) is { } reason)
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
    private static void Record(FiringDraft draft, IEnumerable<DateTimeOffset> due, string outcome, string reason)
    {
        while (draft.Waiting.Count > 0)
        {
            draft.Record(draft.TakeWaiting(), outcome, reason);
        }

        foreach (var instant in due)
        {
            draft.Record(instant, outcome, reason);
        }
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
