using System.Globalization;
using AgentPlatform.Contracts.Schedules;
using SchedulerService.Holidays;
using SchedulerService.Instants.Days;
using SchedulerService.Instants.Zones;
using SchedulerService.Schedules.Input;

namespace SchedulerService.Instants;

/// <summary>Makes the rules of a schedule ready to be asked. Schedules come here resolved: what callers give is checked by <see cref="SpecRules"/>.</summary>
internal static class ScheduleInstants
{
    /// <exception cref="ArgumentException">The schedule has no rule, or needs a calendar of public holidays and names none.</exception>
    public static IReadOnlyList<IInstants> Of(Schedule schedule, ZoneOffsets zone)
    {
        var holidays = schedule.HolidayCalendar is { } calendar ? HolidayCalendars.Find(calendar) : null;
        var excluded = schedule.Except is { } except ? new ExcludedDays(except, holidays) : null;
        return schedule switch
        {
            { Specs: { Count: > 0 } specs } => [.. specs.Select(Spec)],
            { Cron: { } cron } => [WallClock(new CronRule(cron))],
            { At: { } at } => [WallClock(new OneTimeRule(LocalTimes.Parse(at)))],
            _ => throw new ArgumentException("A schedule has specs, a cron expression or a time.", nameof(schedule)),
        };

        IInstants Spec(ScheduleSpec spec) => spec switch
        {
            { Cron: { } cron } => WallClock(new CronRule(cron)),
            { Every: { } every, Anchor: { } anchor } => new ElapsedInstants(anchor.UtcDateTime, Durations.Parse(every), excluded, zone),
            { Times: { } times } => WallClock(new TimesRule(times.Select(Time), new DaySelection(spec.Days, holidays))),
            _ => throw new ArgumentException("A spec has a cron expression, an interval with its anchor, or times.", nameof(schedule)),
        };

        IInstants WallClock(IWallClockRule rule) =>
            new WallClockInstants(excluded is null ? rule : new OtherDaysRule(rule, excluded), zone, skipGaps: SkipsGaps(schedule), bothFolds: schedule.Fold == "both");
    }

    /// <summary>Whether times that clocks skip are left out, not moved.</summary>
    public static bool SkipsGaps(Schedule schedule) => schedule.Gap == "skip";

    private static TimeOnly Time(string text) => TimeOnly.ParseExact(text, "HH:mm", CultureInfo.InvariantCulture);
}
