using SchedulerService.Schedules.Input;

namespace SchedulerService.Firing.Rules;

/// <summary>Whether an instant that is late may still fire. Pure.</summary>
internal static class CatchUpRules
{
    /// <summary>Why an instant is missed; null when it may fire.</summary>
    /// <param name="state">The schedule.</param>
    /// <param name="dueAt">When the instant was to fire: lateness begins after its jitter.</param>
    /// <param name="now">The time of the decision.</param>
    /// <param name="isLast">No later instant is due as well.</param>
    /// <param name="onTime">How late an instant may be and still not need to be caught up.</param>
    public static string? WhyMissed(ScheduleState state, DateTimeOffset dueAt, DateTimeOffset now, bool isLast, TimeSpan onTime)
    {
        var late = now - dueAt;
        return state.Schedule.CatchUp switch
        {
            CatchUps.None when late > onTime => $"it was {Words(late)} late, and this schedule catches nothing up",
            not CatchUps.None when late > PolicyRules.Window(state.Schedule) => "the catch-up window had passed",
            CatchUps.Last when !isLast => "a later instant was due",
            _ => null,
        };
    }

    private static string Words(TimeSpan late) =>
        late.TotalMinutes < 2 ? $"{late.TotalSeconds:0} seconds" : late.TotalHours < 2 ? $"{late.TotalMinutes:0} minutes" : $"{late.TotalHours:0} hours";
}
