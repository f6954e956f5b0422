using SchedulerService.Phrases.Words;

namespace SchedulerService.Schedules.Shapes;

/// <summary>The days of each n-th day, week or month that a schedule counts from an anchor.</summary>
internal static class DayCycle
{
    /// <summary>As far as instants are searched: the 29 February of each tenth year is the rarest day.</summary>
    private const int Reach = 50 * 366;

    /// <summary>The first day of the week or month that holds the anchor, or the anchor itself where days are counted.</summary>
    public static DateOnly Start(DayStep step, DateOnly anchor) => step.Unit switch
    {
        TimeUnit.Week => anchor.AddDays(-(((int)anchor.DayOfWeek + 6) % 7)),
        TimeUnit.Month => new(anchor.Year, anchor.Month, 1),
        _ => anchor,
    };

    /// <summary>
    /// The first day not before <paramref name="from"/> that counts. Named as the beginning, it gives the same days, weeks and months again.
    /// Null when there is none within fifty years.
    /// </summary>
    /// <exception cref="ArgumentException">The shape counts nothing.</exception>
    public static DateOnly? First(ScheduleShape shape, DateOnly anchor, DateOnly from)
    {
        var step = shape.Step ?? throw new ArgumentException("The shape has no step.", nameof(shape));
        var begin = Start(step, anchor);

        var first = from > begin ? from : begin;
        var days = Enumerable.Range(0, Reach).Select(first.AddDays).Where(day => IsOn(step, begin, day) && shape.Counts(day));
        return days.Cast<DateOnly?>().FirstOrDefault();
    }

    private static bool IsOn(DayStep step, DateOnly begin, DateOnly day) => step.Unit switch
    {
        TimeUnit.Week => (day.DayNumber - begin.DayNumber) / 7 % step.Count == 0,
        TimeUnit.Month => (((day.Year - begin.Year) * 12) + day.Month - begin.Month) % step.Count == 0,
        _ => (day.DayNumber - begin.DayNumber) % step.Count == 0,
    };
}
