using System.Numerics;

namespace SchedulerService.Phrases.Meanings;

/// <summary>A set of days of the week as bits; bit 0 is Sunday, as in cron.</summary>
internal static class DaySet
{
    public const int Weekdays = 0b0111110;
    public const int Weekend = 0b1000001;
    public const int All = 0b1111111;

    /// <summary>Marks a word for days that says by itself that they recur.</summary>
    public const int Plural = 1 << 7;

    public static readonly string[] Names = ["sun", "mon", "tue", "wed", "thu", "fri", "sat"];

    public static int Of(int day) => 1 << day;

    /// <summary>From one day to another, over the end of the week if need be.</summary>
    public static int Range(int from, int to)
    {
        var set = Of(from);

        for (var day = from; day != to;)
        {
            day = (day + 1) % 7;
            set |= Of(day);
        }

        return set;
    }

    public static int Count(int set) => BitOperations.PopCount((uint)set);

    /// <summary>The days of a set, Monday first, as people say them.</summary>
    public static IEnumerable<int> Days(int set) => Enumerable.Range(1, 7).Select(day => day % 7).Where(day => (set & Of(day)) != 0);
}
