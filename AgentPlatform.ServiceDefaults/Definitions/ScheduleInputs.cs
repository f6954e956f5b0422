using AgentPlatform.Contracts.Schedules;

namespace AgentPlatform.ServiceDefaults.Definitions;

/// <summary>Turns a resolved schedule back into what a caller would give to get it again.</summary>
public static class ScheduleInputs
{
    private static readonly Schedule Defaults = new() { TimeZone = "", Text = new("", "") };

    /// <summary>
    /// The input: the phrase if it came from one, else the frequency, the specs or the cron expression. What fires once keeps its
    /// instant, and what counts from an anchor its specs: "tomorrow" and "every other Friday" said again would mean other days.
    /// </summary>
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
            Gap = schedule.Gap == Defaults.Gap ? null : schedule.Gap,
            Fold = schedule.Fold == Defaults.Fold ? null : schedule.Fold,
        };
        if (schedule.At is not null)
        {
            return input with { Frequency = "once", At = schedule.At };
        }

        return schedule switch
        {
            { Specs: { } specs } when specs.Any(spec => spec.Anchor is not null || spec.Days?.AnchorDate is not null) => input with { Specs = specs },
            { Phrase: not null } => input with { Phrase = schedule.Phrase },
            { Frequency: not null } => input with { Frequency = schedule.Frequency, Time = schedule.Time, DaysOfWeek = schedule.DaysOfWeek, DayOfMonth = schedule.DayOfMonth },
            { Specs: not null } => input with { Specs = schedule.Specs },
            _ => input with { Cron = schedule.Cron },
        };
    }
}
