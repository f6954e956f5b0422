using AgentPlatform.Contracts.Schedules;
using SchedulerService.Ledger;
using SchedulerService.Schedules;
using SchedulerService.Schedules.Input;
using SchedulerService.Schedules.Storage;

namespace SchedulerService.Backfills;

/// <summary>Which instants a backfill runs, and what it makes of their records. Pure.</summary>
internal static class BackfillRules
{
    /// <summary>The most instants that may wait for their backfill.</summary>
    public const int MaxInstants = 1000;

    /// <summary>What is wrong with an interval: the field and the words; null when nothing is.</summary>
    public static (string Field, string Message)? WhyNot(DateTimeOffset from, DateTimeOffset to, DateTimeOffset now)
    {
        if (!LocalTimes.IsInReach(from.UtcDateTime))
        {
            return ("from", LocalTimes.Reach);
        }

        return to < from ? ("to", "The end must not come before the start.") : to > now ? ("to", "A backfill is of the past; what is to come fires by itself.") : null;
    }

    /// <summary>The instants of an interval; null when there are more than <see cref="MaxInstants"/>.</summary>
    public static IReadOnlyList<DateTimeOffset>? Instants(Schedule schedule, DateTimeOffset from, DateTimeOffset to)
    {
        var found = new ScheduleClock(schedule).After(from.AddTicks(-1)).TakeWhile(instant => instant <= to).Take(MaxInstants + 1).ToArray();
        return found.Length > MaxInstants ? null : found;
    }

    /// <summary>Those of the instants that are to run: not those that ran, that will by themselves, or that a backfill has already.</summary>
    /// <param name="stored">The schedule.</param>
    /// <param name="instants">The instants of the interval.</param>
    /// <param name="fired">Whether there is a record that an instant fired.</param>
    public static IReadOnlyList<DateTimeOffset> Open(StoredSchedule stored, IEnumerable<DateTimeOffset> instants, Func<DateTimeOffset, bool> fired)
    {
        var taken = stored.Waiting.Concat(stored.Backfill).ToHashSet();
        return [.. instants.Where(instant => !taken.Contains(instant) && !(instant >= stored.NextRunAt) && !fired(instant))];
    }

    /// <summary>The record of a backfilled instant: it keeps in words what it was before. Null when the one that is there is to stay.</summary>
    public static Occurrence? Over(OccurrenceView? before, Occurrence backfilled) => (before, backfilled.Outcome) switch
    {
        (null, Outcomes.Fired) => backfilled with { Reason = "backfilled" },
        (null, _) => backfilled,
        ({ Outcome: not Outcomes.Fired }, Outcomes.Fired) => backfilled with { Reason = $"backfilled; before, it was {before.Outcome}{(before.Reason is null ? "" : $": {before.Reason}")}" },
        _ => null,
    };
}
