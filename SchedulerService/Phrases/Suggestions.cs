using SchedulerService.Schedules;

namespace SchedulerService.Phrases;

/// <summary>Phrases to offer instead of a refused one. Every one of them is written from a shape, so the grammar reads it.</summary>
internal sealed class Suggestions(PhraseLanguage language)
{
    public IEnumerable<string> Of(params IEnumerable<ScheduleShape> shapes) => shapes.Select(shape => PhraseWriter.Write(shape, language));

    public IEnumerable<string> Common(int hour = 9, int minute = 0) => Of(
        new ScheduleShape(ScheduleKind.Days).AtTime(hour, minute),
        Weekly(DaySet.Weekdays).AtTime(hour, minute),
        Weekly(DaySet.Of(1)).AtTime(hour, minute));

    /// <summary>A day without a time: hours that people choose, of the part of the day if one was named.</summary>
    public IEnumerable<string> WithTimes(ScheduleShape shape, DayPeriod period) => Of(Hours(period).Select(hour => shape.AtTime(hour, 0)));

    /// <summary>Days of the week at 09:00.</summary>
    public static ScheduleShape Weekly(int days) => new ScheduleShape(ScheduleKind.Days) { Days = days }.AtTime(9, 0);

    /// <summary>Days of every month at 09:00.</summary>
    public static ScheduleShape Monthly(params IReadOnlyList<int> days) => new ScheduleShape(ScheduleKind.Days) { MonthDays = days }.AtTime(9, 0);

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
