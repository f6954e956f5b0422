using SchedulerService.Schedules;

namespace SchedulerService.Phrases;

/// <summary>Phrases to offer instead of a refused one. Every one of them is written from a shape, so the grammar reads it.</summary>
internal sealed class Suggestions(PhraseLanguage language)
{
    private static readonly ScheduleShape Daily = new(ScheduleKind.Daily) { Hours = [9] };

    public IEnumerable<string> Of(params IEnumerable<ScheduleShape> shapes) => shapes.Select(shape => PhraseWriter.Write(shape, language));

    public IEnumerable<string> Common(int hour = 9, int minute = 0) => Of(
        Daily.AtTime(hour, minute),
        Weekly(DaySet.Weekdays).AtTime(hour, minute),
        Weekly(DaySet.Of(1)).AtTime(hour, minute));

    /// <summary>A day without a time: hours that people choose, of the part of the day if one was named.</summary>
    public IEnumerable<string> WithTimes(ScheduleShape shape, DayPeriod period) => Of(Hours(period).Select(hour => shape.AtTime(hour, 0)));

    public static ScheduleShape Weekly(int days) => new(ScheduleKind.Weekly) { Days = days, Hours = [9] };

    public static ScheduleShape Monthly(params IReadOnlyList<int> days) => new(ScheduleKind.Monthly) { MonthDays = days, Hours = [9] };

    private static int[] Hours(DayPeriod period) => period switch
    {
        DayPeriod.Dawn => [5, 6],
        DayPeriod.Morning or DayPeriod.EnglishMorning => [8, 7, 9],
        DayPeriod.Lunch => [12, 13],
        DayPeriod.Daytime or DayPeriod.Pm => [14, 15, 17],
        DayPeriod.Evening => [18, 19, 20],
        DayPeriod.Night => [21, 22, 23],
        _ => [9, 8, 18],
    };
}
