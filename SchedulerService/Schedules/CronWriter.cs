using System.Globalization;
using SchedulerService.Phrases;

namespace SchedulerService.Schedules;

/// <summary>Writes a recurring shape as a five-field cron expression.</summary>
internal static class CronWriter
{
    public static string Write(ScheduleShape shape)
    {
        var (minute, days) = (Text(shape.Minute), Days(shape.Days));

        return shape.Kind switch
        {
            ScheduleKind.Minutes => $"{Step(shape.Every)} * * * {days}",
            ScheduleKind.Hours => $"{minute} {Step(shape.Every)} * * {days}",
            ScheduleKind.Monthly => $"{minute} {List(shape.Hours)} {string.Join(',', shape.MonthDays.Select(day => day == 0 ? "L" : Text(day)))} * *",
            ScheduleKind.Once => throw new ArgumentException("A schedule that fires once has no cron expression.", nameof(shape)),
            _ => $"{minute} {List(shape.Hours)} * * {days}",
        };
    }

    private static string Step(int every) => every == 1 ? "*" : $"*/{Text(every)}";

    private static string List(IEnumerable<int> values) => string.Join(',', values.Select(Text));

    private static string Days(int set) => set switch
    {
        0 or DaySet.All => "*",
        DaySet.Weekdays => "1-5",
        _ => List(DaySet.Days(set).Order()),
    };

    private static string Text(int value) => value.ToString(CultureInfo.InvariantCulture);
}
