using SchedulerService.Phrases.Clauses;
using SchedulerService.Phrases.Words;
using SchedulerService.Schedules.Shapes;

namespace SchedulerService.Phrases.Meanings.Days;

/// <summary>The hours after midnight of a night: 금요일 밤 12시 30분 is 00:30 of the Friday, or of the Saturday that the night leads to.</summary>
internal static class NightReadings
{
    /// <summary>Later days are not of every month, and so are those after them.</summary>
    private const int LastDayWithNext = 27;

    public static bool IsSaid(IReadOnlyList<Clause> clauses) => clauses.Any(clause => clause switch
    {
        Clause.InPeriod { Period: DayPeriod.Night } => true,
        Clause.AtTimes { Times: var times } => times.Any(time => time.Period == DayPeriod.Night),
        _ => false,
    });

    /// <summary>The time on the days of the shape, and on the days after them; where no rule has those, midnight is also offered as the end of its days.</summary>
    public static IEnumerable<ScheduleShape> Of(ScheduleShape shape, int hour, int minute, bool leavesOut = false) =>
    [
        shape.AtTime(hour, minute),
        .. !leavesOut && NextDays(shape) is { } next ? [next.AtTime(hour, minute)] : (hour, minute) == (0, 0) ? [shape.AtTime(23, 59)] : Array.Empty<ScheduleShape>(),
    ];

    /// <summary>The time on the days after those of the shape, as 24시 says it; of every day that is every day. None where no rule has them.</summary>
    public static IEnumerable<ScheduleShape> Next(ScheduleShape shape, int hour, int minute) =>
        shape.IsDaily ? [shape.AtTime(hour, minute)] : NextDays(shape) is { } next ? [next.AtTime(hour, minute)] : [];

    private static ScheduleShape? NextDays(ScheduleShape shape) => shape switch
    {
        { Kind: ScheduleKind.Once } => shape with { At = shape.At.AddDays(1) },
        { HasMonthDays: false, Days: not 0, Step: null or { Unit: TimeUnit.Week }, Months.Count: 0 } => shape with { Days = ((shape.Days << 1) | (shape.Days >> 6)) & DaySet.All },
        { MonthDays: [0], NthDays.Count: 0, BusinessDays.Count: 0, Days: 0, Step: null } => shape with { MonthDays = [1], Months = [.. shape.Months.Select(month => (month % 12) + 1).Order()] },
        { MonthDays.Count: > 0, NthDays.Count: 0, BusinessDays.Count: 0, Days: 0 } when shape.MonthDays.All(day => day is > 0 and <= LastDayWithNext) => shape with { MonthDays = [.. shape.MonthDays.Select(day => day + 1)] },
        _ => null,
    };
}
