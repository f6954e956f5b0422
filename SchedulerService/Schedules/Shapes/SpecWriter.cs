using System.Globalization;
using AgentPlatform.Contracts.Schedules;
using SchedulerService.Phrases.Meanings;
using SchedulerService.Phrases.Words;
using SchedulerService.Schedules.Input;

namespace SchedulerService.Schedules.Shapes;

/// <summary>Writes a shape as the rules of a schedule: a time, one cron expression where one can say it, or specs.</summary>
internal static class SpecWriter
{
    /// <summary>Specs of one schedule, and wall-clock times of one spec, that the contract allows.</summary>
    public const int MostSpecs = 16;
    public const int MostTimes = 48;

    /// <summary>The shape as a schedule in a zone, said in both languages; holidays are still without a calendar.</summary>
    public static Schedule Write(ScheduleShape shape, string zoneId)
    {
        var zone = TimeZoneInfo.FindSystemTimeZoneById(zoneId);
        var schedule = new Schedule
        {
            TimeZone = zoneId,
            Text = ScheduleSentences.Say(shape, zoneId),
            Gap = shape.Gap,
            Fold = shape.Fold,
            JitterSeconds = shape.JitterSeconds,
            StartAt = shape is { From: { } from, Kind: not (ScheduleKind.Elapsed or ScheduleKind.Once) } && (shape.Step is null || shape.BeginsLate) ? LocalTimes.ToInstant(from, zone) : null,
            EndAt = shape.Until is { } until ? LocalTimes.ToInstant(until, zone) : null,
        };

        return (shape.Kind, CronWriter.Write(shape)) switch
        {
            (ScheduleKind.Once, _) => schedule with { At = LocalTimes.Format(shape.At) },
            (_, { } cron) => schedule with { Cron = cron },
            _ => schedule with { Specs = Specs(shape, zone), Except = Except(shape.Except) },
        };
    }

    /// <summary>Whether the shape's times fit into what the contract allows.</summary>
    public static bool Fits(ScheduleShape shape) => shape.Window is not { } window || window.Times(shape.Every).Count <= MostTimes || CronWriter.Lines(shape).Count <= MostSpecs;

    private static IReadOnlyList<ScheduleSpec> Specs(ScheduleShape shape, TimeZoneInfo zone) => shape switch
    {
        { Kind: ScheduleKind.Elapsed } => [new() { Every = Duration(shape.Every), Anchor = LocalTimes.ToInstant(shape.From!.Value, zone) }],
        { Window: { } window } when window.Times(shape.Every) is { Count: <= MostTimes } times && CronWriter.Lines(shape).Count > 1 => [new() { Times = [.. times.Select(Time)], Days = Days(shape) }],
        { Kind: ScheduleKind.Days } => [new() { Times = [.. shape.Times.Select(Time)], Days = Days(shape) }],
        _ => [.. CronWriter.Lines(shape).Select(line => new ScheduleSpec { Cron = line })],
    };

    private static DayRule? Days(ScheduleShape shape)
    {
        var rule = new DayRule
        {
            DaysOfWeek = Names(shape.Days),
            DaysOfMonth = MonthDays(shape.MonthDays),
            NthWeekdays = shape.NthDays.Count == 0 ? null : [.. shape.NthDays.Select(nth => new NthWeekday(nth.Nth, DaySet.Names[nth.Day]))],
            BusinessDays = shape.BusinessDays.Count == 0 ? null : shape.BusinessDays,
            Months = shape.Months.Count == 0 ? null : shape.Months,
            EveryDays = Every(shape, TimeUnit.Day),
            EveryWeeks = Every(shape, TimeUnit.Week),
            EveryMonths = Every(shape, TimeUnit.Month),
            AnchorDate = shape.Step is null ? null : shape.From!.Value.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
        };
        return rule == new DayRule() ? null : rule;
    }

    private static ScheduleExclusion? Except(DayExclusion except) => except.IsEmpty ? null : new()
    {
        DaysOfWeek = Names(except.Days),
        DaysOfMonth = MonthDays(except.MonthDays),
        Dates = except.Dates.Count == 0 ? null : except.Dates,
        Holidays = except.Holidays,
    };

    private static string[]? Names(int days) => days is 0 or DaySet.All ? null : [.. DaySet.Days(days).Select(day => DaySet.Names[day])];

    private static DayOfMonth[]? MonthDays(IReadOnlyList<int> days) => days.Count == 0 ? null : [.. days.Select(day => new DayOfMonth(day))];

    private static int? Every(ScheduleShape shape, TimeUnit unit) => shape.Step is { } step && step.Unit == unit ? step.Count : null;

    private static string Time(int minutes) => string.Create(CultureInfo.InvariantCulture, $"{minutes / 60:00}:{minutes % 60:00}");

    private static string Duration(int seconds) => string.Create(
        CultureInfo.InvariantCulture,
        $"PT{(seconds % 3600 == 0 ? seconds / 3600 : seconds % 60 == 0 ? seconds / 60 : seconds)}{(seconds % 3600 == 0 ? 'H' : seconds % 60 == 0 ? 'M' : 'S')}");
}
