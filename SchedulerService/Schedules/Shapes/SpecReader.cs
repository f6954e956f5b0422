using System.Globalization;
using System.Xml;
using AgentPlatform.Contracts.Schedules;
using SchedulerService.Phrases.Meanings;
using SchedulerService.Phrases.Words;
using SchedulerService.Schedules.Input;

namespace SchedulerService.Schedules.Shapes;

/// <summary>Reads a spec as a shape, so that it can be said. Specs are valid by then.</summary>
internal static class SpecReader
{
    /// <summary>The shape, or null for a cron expression, a duration or several steps at once that no shape has.</summary>
    public static ScheduleShape? Read(ScheduleSpec spec, TimeZoneInfo zone) => spec switch
    {
        { Cron: { } cron } => CronReader.Read(cron),
        { Every: { } every } => Elapsed(XmlConvert.ToTimeSpan(every), spec.Anchor, zone),
        { Times: not null, Days: { } days } when Steps(days).Count > 1 => null,
        { Times: { } times } => Days(spec.Days ?? new(), [.. times.Select(Minutes).Distinct().Order()]),
        _ => null,
    };

    /// <summary>What a rule counts from its anchor; days that are in every one of these count.</summary>
    public static IReadOnlyList<DayStep> Steps(DayRule rule) =>
        [.. new (TimeUnit Unit, int? Every)[] { (TimeUnit.Day, rule.EveryDays), (TimeUnit.Week, rule.EveryWeeks), (TimeUnit.Month, rule.EveryMonths) }
            .Where(step => step.Every is not null).Select(step => new DayStep(step.Unit, step.Every!.Value))];

    public static DayExclusion Read(ScheduleExclusion? except) => except is null ? DayExclusion.None : new()
    {
        Days = Set(except.DaysOfWeek),
        MonthDays = MonthDays(except.DaysOfMonth),
        Dates = [.. (except.Dates ?? []).Distinct().Order(StringComparer.Ordinal)],
        Holidays = except.Holidays,
    };

    // The grammar reads numbers of six digits.
    private static ScheduleShape? Elapsed(TimeSpan every, DateTimeOffset? anchor, TimeZoneInfo zone) => every.Seconds != 0 && every.TotalSeconds >= 1_000_000 ? null : new(ScheduleKind.Elapsed)
    {
        Every = (int)every.TotalSeconds,
        From = anchor is { } from ? LocalTimes.FromInstant(from, zone) : null,
    };

    private static ScheduleShape Days(DayRule rule, IReadOnlyList<int> times)
    {
        var shape = new ScheduleShape(ScheduleKind.Days)
        {
            Times = times,
            Days = Set(rule.DaysOfWeek) is var set && set == DaySet.All ? 0 : set,
            MonthDays = MonthDays(rule.DaysOfMonth),
            NthDays = [.. (rule.NthWeekdays ?? []).Select(nth => new NthDay(nth.Nth, Array.IndexOf(DaySet.Names, nth.Day))).Distinct()],
            BusinessDays = [.. (rule.BusinessDays ?? []).Distinct()],
            Months = [.. (rule.Months ?? []).Distinct().Order()],
            Step = Steps(rule) is [var step, ..] ? step : null,
        };

        return shape.Step is { } counted && rule.AnchorDate is { } anchor && DateOnly.TryParseExact(anchor, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date)
            ? shape with { From = (DayCycle.First(shape, date, DayCycle.Start(counted, date)) ?? date).ToDateTime(TimeOnly.MinValue) }
            : shape;
    }

    private static int Set(IReadOnlyList<string>? names) => (names ?? []).Aggregate(0, (set, name) => set | DaySet.Of(Array.IndexOf(DaySet.Names, name)));

    private static IReadOnlyList<int> MonthDays(IReadOnlyList<DayOfMonth>? days) => [.. (days ?? []).Select(day => day.Day).Distinct().OrderBy(day => day == 0 ? 32 : day)];

    private static int Minutes(string time) => (int)TimeOnly.ParseExact(time, "HH:mm", CultureInfo.InvariantCulture).ToTimeSpan().TotalMinutes;
}
