using SchedulerService.Phrases.Meanings;
using SchedulerService.Phrases.Words;
using SchedulerService.Schedules.Shapes;

namespace SchedulerService.Phrases.Refusing;

/// <summary>
/// Phrases to offer instead of a refused one. Every one of them is written from a shape, so the grammar reads it, and says what the refused
/// phrase says around its rule: days left out, a beginning and an end, its zone.
/// </summary>
internal sealed class Suggestions(PhraseLanguage language, string? zone = null, RuleLimits? limits = null, IReadOnlyList<int>? times = null)
{
    /// <summary>The same, of all these times of day, in minutes since midnight and in rising order, where shapes have the first that was said alone.</summary>
    public Suggestions WithAll(IReadOnlyList<int> all) => all.Count > 1 ? new(language, zone, limits, all) : this;

    public IEnumerable<string> Of(params IEnumerable<ScheduleShape> shapes)
    {
        ScheduleShape[] all = [.. shapes.Select(shape => times is not null && shape.Times is [var only] && times.Contains(only) ? shape with { Times = times } : shape)];
        ScheduleShape[] whole = limits is null ? all : [.. all.SelectMany(limits.Around)];
        return (whole.Length > 0 ? whole : all).Select(shape => PhraseWriter.Write(shape, language) + (zone is null ? "" : $" ({zone})"));
    }

    public IEnumerable<string> Common(int hour = 9, int minute = 0) => Of(
        new ScheduleShape(ScheduleKind.Days).AtTime(hour, minute),
        Weekly(DaySet.Weekdays).AtTime(hour, minute),
        Weekly(DaySet.Of(1)).AtTime(hour, minute));

    /// <summary>A day without a time: hours that people choose, of the part of the day if one was named, and as many of them as were said.</summary>
    public IEnumerable<string> WithTimes(ScheduleShape shape, DayPeriod period, int count)
    {
        var hours = Hours(period);

        return shape.Kind == ScheduleKind.Once || count == 1 ? Of(hours.Select(hour => shape.AtTime(hour, 0)))
            : period != DayPeriod.None && count <= hours.Length ? Of(shape with { Times = [.. hours.Take(count).Select(hour => hour * 60).Order()] })
            : Of(Spread(9, 18, count), Spread(8, 20, count)).Distinct();

        ScheduleShape Spread(int from, int to, int times) => shape with { Times = DayTimes.Spread(from * 60, to * 60, times) };
    }

    /// <summary>Days of the week at 09:00.</summary>
    public static ScheduleShape Weekly(int days) => new ScheduleShape(ScheduleKind.Days) { Days = days }.AtTime(9, 0);

    /// <summary>Days of every month at 09:00.</summary>
    public static ScheduleShape Monthly(params IReadOnlyList<int> days) => new ScheduleShape(ScheduleKind.Days) { MonthDays = days }.AtTime(9, 0);

    /// <summary>Hours that people choose in a part of the day.</summary>
    public static int[] Hours(DayPeriod period) => period switch
    {
        DayPeriod.Am or DayPeriod.EnglishAm => [9, 8, 10],
        DayPeriod.Dawn => [5, 6],
        DayPeriod.Morning or DayPeriod.EnglishMorning => [8, 7, 9],
        DayPeriod.Lunch => [12, 13],
        DayPeriod.Daytime or DayPeriod.Pm or DayPeriod.EnglishPm => [14, 15, 17],
        DayPeriod.Evening => [18, 19, 20],
        DayPeriod.Night => [21, 22, 23],
        _ => [9, 8, 18],
    };
}
