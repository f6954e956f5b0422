using System.Globalization;

namespace SchedulerService.Holidays;

/// <summary>
/// The public holidays of the Republic of Korea since 2000: articles 2 and 3 of the Regulations on Holidays of Public Offices (관공서의 공휴일에 관한
/// 규정), since 2022 under the Public Holidays Act (공휴일에 관한 법률), each day with the time for which it holds. Substitutes began with the decree of
/// 5 November 2013 (설날, 추석: on a Sunday or another holiday; 어린이날: Saturdays too) and were widened on 4 August 2021 (the national days), 4 May 2023
/// (부처님오신날, 기독탄신일) and in 2026, when 노동절 (1 May) and 제헌절 (17 July, Act 21338, in force since 11 May) became public holidays.
/// 1 January and 6 June have none. Elections and days that the government announces are data: <c>known-days.json</c>.
/// </summary>
internal static class KoreanHolidayLaw
{
    /// <summary>The last year whose lunar holidays can be told: the calendar of the runtime ends in it.</summary>
    public const int LastLunarYear = 2050;

    private static readonly KoreanLunisolarCalendar Lunar = new();
    private static readonly DateOnly Since2013 = new(2013, 11, 5);
    private static readonly DateOnly Since2021 = new(2021, 8, 4);
    private static readonly DateOnly Since2023 = new(2023, 5, 4);

    private static readonly KoreanHolidayRule[] Rules =
    [
        new("1월 1일", Fixed(1, 1)),
        .. Festival("설날", 1, 1),
        new("3·1절", Fixed(3, 1)) { SubstitutedSince = Since2021 },
        new("식목일", Fixed(4, 5)) { Last = new(2005, 12, 31) },
        new("노동절", Fixed(5, 1)) { First = new(2026, 5, 1), SubstitutedSince = new(2026, 5, 1) },
        new("어린이날", Fixed(5, 5)) { SubstitutedSince = Since2013 },
        new("부처님오신날", year => LunarDate(year, 4, 8)) { SubstitutedSince = Since2023 },
        new("현충일", Fixed(6, 6)),
        new("제헌절", Fixed(7, 17)) { Last = new(2007, 12, 31) },
        new("제헌절", Fixed(7, 17)) { First = new(2026, 5, 11), SubstitutedSince = new(2026, 5, 11) },
        new("광복절", Fixed(8, 15)) { SubstitutedSince = Since2021 },
        .. Festival("추석", 8, 15),
        new("개천절", Fixed(10, 3)) { SubstitutedSince = Since2021 },
        new("한글날", Fixed(10, 9)) { First = new(2013, 1, 1), SubstitutedSince = Since2021 },
        new("기독탄신일", Fixed(12, 25)) { SubstitutedSince = Since2023 },
    ];

    /// <summary>All public holidays of a year but its Sundays: those of the law, the <paramref name="announced"/> days, and the substitutes.</summary>
    public static IReadOnlySet<DateOnly> Year(int year, IEnumerable<DateOnly> announced)
    {
        var named = Rules
            .Select(rule => (Rule: rule, Day: rule.Day(year)))
            .Where(holiday => holiday.Day >= holiday.Rule.First && holiday.Day <= holiday.Rule.Last)
            .GroupBy(holiday => holiday.Day!.Value, holiday => holiday.Rule)
            .OrderBy(day => day.Key)
            .ToArray();
        var closed = named.Select(day => day.Key).Concat(announced).ToHashSet();

        foreach (var day in named)
        {
            for (var lost = Lost(day.Key, [.. day]); lost > 0; lost--)
            {
                closed.Add(FirstOpenDay(day.Key, closed));
            }
        }

        return closed;
    }

    /// <summary>How many days off are lost on a day: to the weekend each holiday of it, to one another all but one.</summary>
    private static int Lost(DateOnly day, KoreanHolidayRule[] holidays)
    {
        var substituted = holidays.Where(holiday => holiday.SubstitutedSince <= day).ToArray();
        return day.DayOfWeek switch
        {
            DayOfWeek.Sunday => substituted.Length,
            DayOfWeek.Saturday => substituted.Count(holiday => holiday.LostOnSaturday),
            _ => Math.Min(substituted.Length, holidays.Length - 1),
        };
    }

    /// <summary>The next day that is no holiday, no Saturday (article 3, paragraph 3), and no substitute already (paragraph 2).</summary>
    private static DateOnly FirstOpenDay(DateOnly after, HashSet<DateOnly> closed)
    {
        var day = after.AddDays(1);

        while (day.DayOfWeek is DayOfWeek.Saturday or DayOfWeek.Sunday || closed.Contains(day))
        {
            day = day.AddDays(1);
        }

        return day;
    }

    private static Func<int, DateOnly?> Fixed(int month, int day) => year => new DateOnly(year, month, day);

    /// <summary>A festival with the day before it and the day after it.</summary>
    private static IEnumerable<KoreanHolidayRule> Festival(string name, int month, int day) =>
        from offset in new[] { -1, 0, 1 }
        select new KoreanHolidayRule(name, year => LunarDate(year, month, day)?.AddDays(offset)) { SubstitutedSince = Since2013, LostOnSaturday = false };

    private static DateOnly? LunarDate(int year, int month, int day)
    {
        if (year > LastLunarYear)
        {
            return null;
        }

        // A leap month has the number after the month that it repeats, and moves those behind it.
        var leap = Lunar.GetLeapMonth(year);
        return DateOnly.FromDateTime(Lunar.ToDateTime(year, leap > 0 && month >= leap ? month + 1 : month, day, 0, 0, 0, 0));
    }
}
