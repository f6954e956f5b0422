using AgentPlatform.Contracts.Schedules;

namespace AgentPlatform.ServiceDefaults.Definitions;

/// <summary>Turns a resolved schedule back into what a caller would give to get it again.</summary>
public static class ScheduleInputs
{
    private static readonly Schedule Defaults = new() { TimeZone = "", Text = new("", "") };

    /// <summary>
    /// The input: the phrase if it came from one, else the frequency, the specs or the cron expression. What fires once keeps its
    /// time, and what counts from an anchor its specs: "tomorrow" and "every other Friday" said again would mean other days. A phrase that says
    /// a beginning or an end is given with the time at which it was read, so that it says the same ones, in any zone.
    /// </summary>
    /// <param name="schedule">A schedule as resolved.</param>
    /// <param name="replaced">Members of the input that the caller will give otherwise: a phrase that says one of them no longer says the schedule.</param>
    public static ScheduleInput From(Schedule schedule, params IEnumerable<string> replaced)
    {
        var isSaid = IsSaid(schedule) && !replaced.Any(member => Says(schedule, member));
        var bounds = isSaid && schedule.PhraseReadAt is not null ? schedule.PhraseBounds ?? [] : [];
        var input = new ScheduleInput
        {
            TimeZone = schedule.TimeZone,
            Overlap = schedule.Overlap,
            CatchUp = schedule.CatchUp,
            CatchUpWindow = schedule.CatchUpWindow,
            JitterSeconds = schedule.JitterSeconds == 0 ? null : schedule.JitterSeconds,
            PauseAfterFailures = schedule.PauseAfterFailures,
            StartAt = bounds.Contains("startAt") ? null : schedule.StartAt,
            EndAt = bounds.Contains("endAt") ? null : schedule.EndAt,
            Except = schedule.Except,
            HolidayCalendar = schedule.HolidayCalendar,
            Gap = schedule.Gap == Defaults.Gap ? null : schedule.Gap,
            Fold = schedule.Fold == Defaults.Fold ? null : schedule.Fold,
        };

        return schedule switch
        {
            { At: not null } => input with { Frequency = "once", At = schedule.At },
            { Phrase: not null } when isSaid => input with { Phrase = schedule.Phrase, PhraseReadAt = schedule.PhraseReadAt },
            { Frequency: not null } => input with { Frequency = schedule.Frequency, Time = schedule.Time, DaysOfWeek = schedule.DaysOfWeek, DayOfMonth = schedule.DayOfMonth },
            { Specs: not null } => input with { Specs = schedule.Specs },
            _ => input with { Cron = schedule.Cron },
        };
    }

    private static bool IsSaid(Schedule schedule) => schedule is { Phrase: not null, At: null }
        && schedule.Specs?.Any(spec => spec.Anchor is not null || (spec.Days?.AnchorDate is not null && schedule.PhraseReadAt is null)) != true;

    // Which exclusions are the phrase's own is not known, nor whether a bound that was given stands in the place of one that it says.
    private static bool Says(Schedule schedule, string member) => member switch
    {
        "except" => schedule.Except is not null,
        "startAt" => schedule is { PhraseReadAt: not null, StartAt: not null },
        "endAt" => schedule is { PhraseReadAt: not null, EndAt: not null },
        _ => false,
    };
}
