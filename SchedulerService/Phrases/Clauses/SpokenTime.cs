using System.Globalization;
using SchedulerService.Phrases.Words;

namespace SchedulerService.Phrases.Clauses;

/// <summary>
/// A time as it was said: the hour as spoken and the part of the day, if one was named.
/// <paramref name="Exact"/> is written as HH:mm, or a name such as noon: there is nothing left to interpret. <paramref name="HasMark"/> where a word says that it is an hour: 시.
/// </summary>
internal readonly record struct SpokenTime(DayPeriod Period, int Hour, int Minute, bool Exact = false, int Second = 0, bool HasMark = false)
{
    /// <summary>Whether a part of the day is a half of it on the clock of twelve hours.</summary>
    public static bool IsHalf(DayPeriod period) => period is DayPeriod.Am or DayPeriod.Pm or DayPeriod.EnglishAm or DayPeriod.EnglishPm;

    /// <summary>
    /// The hours of the clock that a spoken hour may mean: one, none (아침 20시) or two (6시).
    /// A bare hour from 7 to 12 is read on the 24-hour clock, as 평일 9시 is meant everywhere; one from 1 to 6 is not guessed.
    /// </summary>
    public IReadOnlyList<int> Hours()
    {
        var (hour, period) = (Hour, Period);

        if (Minute is < 0 or > 59 || Second is < 0 or > 59 || hour is < 0 or > 23 || (!Exact && period is DayPeriod.EnglishAm or DayPeriod.EnglishPm && hour is 0 or > 12))
        {
            return [];
        }

        if (Exact || Period == DayPeriod.None)
        {
            var known = Exact || hour is 0 or >= 7;
            if (!Fits(Period, hour))
            {
                return [];
            }

            return known ? [hour] : [hour, hour + 12];
        }

        // 오전 12시 and 12 in the morning: midnight is said so, and noon.
        return hour == 12 && period is DayPeriod.Am or DayPeriod.EnglishMorning ? [0, 12] : Candidates(hour).Where(candidate => Allowed(period, candidate)).Take(1).ToArray();
    }

    /// <summary>Whether an hour of the clock belongs to a part of the day.</summary>
    public static bool Fits(DayPeriod period, int hour) => period == DayPeriod.None || Allowed(period, hour);

    private static IEnumerable<int> Candidates(int hour) => hour switch
    {
        12 => [12, 0],
        < 12 => [hour, hour + 12],
        _ => [hour],
    };

    private static bool Allowed(DayPeriod period, int hour) => period switch
    {
        DayPeriod.Am or DayPeriod.EnglishAm => hour < 12,
        DayPeriod.Pm or DayPeriod.EnglishPm => hour >= 12,
        DayPeriod.Dawn => hour <= 6,
        DayPeriod.Morning => hour is >= 5 and <= 11,
        DayPeriod.EnglishMorning => hour <= 11,
        DayPeriod.Lunch => hour is >= 11 and <= 14,
        DayPeriod.Daytime => hour is >= 10 and <= 17,
        DayPeriod.Evening => hour is >= 17 and <= 23,
        DayPeriod.Night => hour is >= 19 or 0,
        _ => true,
    };

    /// <summary>
    /// Whether a text is a time of a clock, and its minutes since midnight: 08:30 and 18:30 are 24-hour; 8:30 may be either half of the day, which a
    /// negative value says.
    /// </summary>
    public static bool IsClock(string text, out int minutes)
    {
        minutes = 0;

        if (text.Split(':') is not [{ Length: 1 or 2 } hour, { Length: 2 } minute] || !hour.All(char.IsAsciiDigit) || !minute.All(char.IsAsciiDigit))
        {
            return false;
        }

        minutes = (int.Parse(hour, CultureInfo.InvariantCulture) * 60) + int.Parse(minute, CultureInfo.InvariantCulture);
        minutes = hour.Length == 1 && hour != "0" ? -minutes : minutes;
        return int.Parse(minute, CultureInfo.InvariantCulture) < 60;
    }
}
