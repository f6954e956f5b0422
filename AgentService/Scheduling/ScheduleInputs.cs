using AgentPlatform.Contracts.Schedules;

namespace AgentService.Scheduling;

/// <summary>Turns a resolved schedule back into what a caller would give to get it again.</summary>
internal static class ScheduleInputs
{
    /// <summary>The input: the phrase if it came from one, else the frequency, else the specs or the cron expression. What fires once keeps its instant, for "tomorrow" moves.</summary>
    public static ScheduleInput From(Schedule schedule)
    {
        var input = new ScheduleInput
        {
            TimeZone = schedule.TimeZone,
            Overlap = schedule.Overlap,
            CatchUp = schedule.CatchUp,
            CatchUpWindow = schedule.CatchUpWindow,
            JitterSeconds = schedule.JitterSeconds == 0 ? null : schedule.JitterSeconds,
            PauseAfterFailures = schedule.PauseAfterFailures,
            StartAt = schedule.StartAt,
            EndAt = schedule.EndAt,
            Except = schedule.Except,
            HolidayCalendar = schedule.HolidayCalendar,
            Gap = schedule.Gap,
            Fold = schedule.Fold,
        };
        if (schedule.At is not null)
        {
            return input with { Frequency = "once", At = schedule.At };
        }

        return schedule switch
        {
            { Phrase: not null } => input with { Phrase = schedule.Phrase },
            { Frequency: not null } => input with { Frequency = schedule.Frequency, Time = schedule.Time, DaysOfWeek = schedule.DaysOfWeek, DayOfMonth = schedule.DayOfMonth },
            { Specs: not null } => input with { Specs = schedule.Specs },
            _ => input with { Cron = schedule.Cron },
        };
    }
}
