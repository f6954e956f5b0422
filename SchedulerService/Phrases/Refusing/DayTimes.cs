using SchedulerService.Phrases.Meanings;
using SchedulerService.Schedules.Shapes;

namespace SchedulerService.Phrases.Refusing;

/// <summary>Times and days to offer for a number of them that was said without naming them.</summary>
internal static class DayTimes
{
    /// <summary>So many times of day, in minutes since midnight, spread evenly between two, or over the day when they would be less than an hour apart.</summary>
    public static IReadOnlyList<int> Spread(int from, int to, int count)
    {
        count = Math.Clamp(count, 1, SpecWriter.MostTimes);
        var apart = count == 1 ? 0 : (to - from) / (count - 1) / 30 * 30;
        return apart >= 60 || count == 1
            ? [.. Enumerable.Range(0, count).Select(number => from + (number * apart))]
            : [.. Enumerable.Range(0, count).Select(number => number * (24 * 60 / count))];
    }

    /// <summary>The times with others beside them, up to the number that was said.</summary>
    public static IReadOnlyList<int> Filled(IReadOnlyList<int> times, int count) =>
        [.. times.Concat(Spread(9 * 60, 18 * 60, count).Concat(Spread(0, 0, SpecWriter.MostTimes)).Except(times)).Distinct().Take(Math.Max(Math.Min(count, SpecWriter.MostTimes), times.Count)).Order()];

    /// <summary>Days of the week with others beside them, up to the number that was said.</summary>
    public static int Days(int set, int count)
    {
        int[] order = count == 2 ? [1, 4, 2, 3, 5, 6, 0] : [1, 3, 5, 2, 4, 6, 0];

        foreach (var day in order.TakeWhile(_ => DaySet.Count(set) < count))
        {
            set |= DaySet.Of(day);
        }

        return set;
    }

    /// <summary>Days of the month with others beside them, up to the number that was said.</summary>
    public static IReadOnlyList<int> MonthDays(IReadOnlyList<int> days, int count)
    {
        var all = Math.Clamp(count, 1, 28);
        return [.. days.Concat(Enumerable.Range(0, all).Select(number => 1 + (number * 28 / all)).Concat(Enumerable.Range(1, 28)).Except(days)).Take(Math.Max(all, days.Count)).OrderBy(day => day == 0 ? 32 : day)];
    }

    /// <summary>So many months of a year, spread evenly.</summary>
    public static IReadOnlyList<int> Months(int count) =>
        [.. Enumerable.Range(0, Math.Clamp(count, 1, 12)).Select(number => 1 + (number * 12 / Math.Clamp(count, 1, 12)))];
}
