using AgentPlatform.Contracts.Schedules;

namespace AgentPlatform.ServiceDefaults.Definitions;

/// <summary>Turns a resolved schedule back into what a caller would give to get it again.</summary>
public static class ScheduleInputs
{
    private static readonly Schedule Defaults = new() { TimeZone = "", Text = new("", "") };

    /// <summary>
    /// The input: the phrase if it came from one, else the frequency, the specs or the cron expression. What fires once keeps its
    /// instant, and what counts from an anchor its specs: "tomorrow" and "every other Friday" said again would mean other days. So would
    /// "from tomorrow": a beginning and an end that the phrase says keep the date that they came to.
    /// </summary>
    /// <param name="schedule">A schedule as resolved.</param>
    /// <param name="zone">The zone in which the input will be read, where it is another one: "until December 31" ends there with the December of that zone.</param>
    public static ScheduleInput From(Schedule schedule, string? zone = null)
    {
        var input = new ScheduleInput
        {
            TimeZone = schedule.TimeZone,
            Overlap = schedule.Overlap,
            CatchUp = schedule.CatchUp,
            CatchUpWindow = schedule.CatchUpWindow,
            JitterSeconds = schedule.JitterSeconds == 0 ? null : schedule.JitterSeconds,
            PauseAfterFailures = schedule.PauseAfterFailures,
            StartAt = In(zone, schedule, "startAt", schedule.StartAt),
            EndAt = In(zone, schedule, "endAt", schedule.EndAt),
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

    // Where the zone is none, whoever resolves the input says so.
    private static DateTimeOffset? In(string? zone, Schedule schedule, string bound, DateTimeOffset? instant) =>
        instant is { } known && zone is not null && zone != schedule.TimeZone && schedule.PhraseBounds?.Contains(bound) == true
        && TimeZoneInfo.TryFindSystemTimeZoneById(schedule.TimeZone, out var old) && TimeZoneInfo.TryFindSystemTimeZoneById(zone, out var other)
            ? Instant(TimeZoneInfo.ConvertTime(known, old).DateTime, other)
            : instant;

    // As the schedules themselves have it: a time that clocks skip is that to which they skip, and one that comes twice is its first coming.
    private static DateTimeOffset Instant(DateTime local, TimeZoneInfo zone)
    {
        if (!zone.IsInvalidTime(local))
        {
            return new DateTimeOffset(local, zone.IsAmbiguousTime(local) ? zone.GetAmbiguousTimeOffsets(local).Max() : zone.GetUtcOffset(local)).ToUniversalTime();
        }

        var after = local;

        while (zone.IsInvalidTime(after))
        {
            after = after.AddTicks(TimeSpan.TicksPerMinute - (after.Ticks % TimeSpan.TicksPerMinute));
        }

        return new DateTimeOffset(after, zone.GetUtcOffset(after)).ToUniversalTime();
    }
}
