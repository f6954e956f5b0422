using SchedulerService.Schedules;

namespace SchedulerService.Firing;

/// <summary>Decides what becomes of the instants that are due. Pure: the same state and time give the same records.</summary>
internal static class FiringRules
{
    public static readonly TimeSpan CatchUpWindow = TimeSpan.FromHours(24);

    /// <summary>Decides at most <paramref name="max"/> instants; what remains is due again at once.</summary>
    public static FiringDecision Decide(ScheduleState state, DateTimeOffset now, int max)
    {
        if (!state.Active || state.NextRunAt is not { } first)
        {
            return new([], null, null);
        }

        var (due, next) = Due(state, first, now, max);
        var moreIsDue = next is { } instant && DueAt(state, instant) <= now;
        var occurrences = due.Select((scheduledFor, index) => Record(state, scheduledFor, now, isLast: index == due.Count - 1 && !moreIsDue)).ToArray();
        return new(occurrences, next, next is { } upcoming ? DueAt(state, upcoming) : null);
    }

    /// <summary>When an instant fires: its jitter delays the run and never moves the instant.</summary>
    public static DateTimeOffset DueAt(ScheduleState state, DateTimeOffset instant) =>
        instant + FiringIds.Jitter(state.AgentId, instant, state.Schedule.JitterSeconds);

    private static (List<DateTimeOffset> Due, DateTimeOffset? Next) Due(ScheduleState state, DateTimeOffset first, DateTimeOffset now, int max)
    {
        var (clock, due) = (new ScheduleClock(state.Schedule), new List<DateTimeOffset>());
        DateTimeOffset? next = first;

        while (next is { } instant && due.Count < max && DueAt(state, instant) <= now)
        {
            due.Add(instant);
            next = clock.Next(instant);
        }

        return (due, next);
    }

    private static Occurrence Record(ScheduleState state, DateTimeOffset instant, DateTimeOffset now, bool isLast)
    {
        var occurrence = new Occurrence(FiringIds.Occurrence(state.AgentId, instant), instant, Outcomes.Missed);

        if (state.Paused)
        {
            return occurrence with { Outcome = Outcomes.Paused, Reason = state.PausedReason };
        }

        if (!isLast)
        {
            return occurrence with { Reason = "a later instant was due" };
        }

        if (now - instant > CatchUpWindow)
        {
            return occurrence with { Reason = "the catch-up window had passed" };
        }

        return state.IsRunning
            ? occurrence with { Outcome = Outcomes.Skipped, Reason = "previous run still running" }
            : occurrence with { Outcome = Outcomes.Fired, ExecutionId = FiringIds.Execution(state.AgentId, state.Version, instant), FiredAt = now };
    }
}
