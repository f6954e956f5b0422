using System.Globalization;
using AgentPlatform.Contracts.Schedules;
using CsCheck;
using SchedulerService.Holidays;
using SchedulerService.Instants.Days;

namespace SchedulerService.Tests.Instants;

public sealed class DaySelectionTests
{
    private static readonly string[] Names = ["sun", "mon", "tue", "wed", "thu", "fri", "sat"];
    private static readonly DateOnly First = new(2024, 1, 1);
    private static readonly DateOnly Last = new(2032, 12, 31);
    private static readonly KoreanHolidays Holidays = new([]);

    private static readonly Gen<DayRule> Rules =
        from daysOfWeek in Maybe(Some(Gen.Int[0, 6], 3))
        from daysOfMonth in Maybe(Some(Gen.Int[0, 31], 4))
        from nth in Maybe(Some(Gen.Select(Gen.Int[0, 5].Select(nth => nth == 0 ? -1 : nth), Gen.Int[0, 6]), 3))
        from business in Maybe(Some(Gen.Int[-23, 22].Select(number => number >= 0 ? number + 1 : number), 3))
        from months in Maybe(Some(Gen.Int[1, 12], 4))
        from every in Gen.Int[0, 5]
        from step in Gen.Int[2, 40]
        from anchor in Gen.Int[-900, 900]
        select new DayRule
        {
            DaysOfWeek = daysOfWeek?.Select(day => Names[day]).ToArray(),
            DaysOfMonth = daysOfMonth?.Select(day => new DayOfMonth(day)).ToArray(),
            NthWeekdays = nth?.Select(weekday => new NthWeekday(weekday.Item1, Names[weekday.Item2])).ToArray(),
            BusinessDays = business,
            Months = months,
            EveryDays = every == 1 ? step : null,
            EveryWeeks = every == 2 ? step : null,
            EveryMonths = every == 3 ? step : null,
            AnchorDate = every is >= 1 and <= 3 ? Text(First.AddDays(anchor)) : null,
        };

    [Fact]
    public void Days_are_those_that_a_walk_of_the_days_finds() => Rules.Sample(
        rule =>
        {
            var selection = new DaySelection(rule, Holidays);
            var expected = Days(First, Last).Where(day => Matches(rule, day));
            return expected.SequenceEqual(Found(selection));
        },
        iter: 200);

    [Fact]
    public void Excluded_days_are_those_that_a_walk_of_the_days_finds() =>
        (from daysOfWeek in Maybe(Some(Gen.Int[0, 6], 3))
         from daysOfMonth in Maybe(Some(Gen.Int[0, 31], 4))
         from dates in Maybe(Some(Gen.Int[0, 3000], 20))
         from yearly in Maybe(Some(Gen.Int[0, 365], 20))
         from holidays in Gen.Bool
         select (daysOfWeek, daysOfMonth, dates, yearly, holidays)).Sample(
            given =>
            {
                var leapYear = new DateOnly(2024, 1, 1);
                var dates = (given.dates ?? []).Select(First.AddDays).ToArray();
                var yearly = (given.yearly ?? []).Select(leapYear.AddDays).ToArray();
                var excluded = new ExcludedDays(
                    new()
                    {
                        DaysOfWeek = given.daysOfWeek?.Select(day => Names[day]).ToArray(),
                        DaysOfMonth = given.daysOfMonth?.Select(day => new DayOfMonth(day)).ToArray(),
                        Dates = [.. dates.Select(Text), .. yearly.Select(day => day.ToString("MM-dd", CultureInfo.InvariantCulture))],
                        Holidays = given.holidays,
                    },
                    Holidays);

                return Days(First, Last).All(day => excluded.Has(day) ==
                    (given.daysOfWeek?.Contains((int)day.DayOfWeek) == true
                    || given.daysOfMonth?.Any(number => IsDayOfMonth(number, day)) == true
                    || dates.Contains(day)
                    || yearly.Any(date => (date.Month, date.Day) == (day.Month, day.Day))
                    || (given.holidays && Holidays.Contains(day))));
            },
            iter: 50);

    [Theory]
    [InlineData(29, "mon", "2072-03-01", "2112-02-29")]
    [InlineData(29, null, "2096-03-01", "2104-02-29")]
    public void A_leap_day_is_found_over_a_century(int day, string? dayOfWeek, string from, string expected)
    {
        var rule = new DayRule { DaysOfMonth = [new(day)], Months = [2], DaysOfWeek = dayOfWeek is null ? null : [dayOfWeek] };

        Assert.Equal(DateOnly.Parse(expected, CultureInfo.InvariantCulture), new DaySelection(rule, null).AtOrAfter(DateOnly.Parse(from, CultureInfo.InvariantCulture)));
    }

    [Fact]
    public void Business_days_without_a_calendar_are_a_mistake_of_the_program() =>
        Assert.Throws<ArgumentException>(() => new DaySelection(new() { BusinessDays = [1] }, null));

    /// <summary>The sentence of <see cref="DayRule"/> in its own words, day by day.</summary>
    private static bool Matches(DayRule rule, DateOnly day)
    {
        var anchor = rule.AnchorDate is { } text ? DateOnly.ParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture) : default;
        return rule.DaysOfWeek?.Contains(Names[(int)day.DayOfWeek]) != false
            && rule.Months?.Contains(day.Month) != false
            && (rule.EveryDays is not { } days || (day >= anchor && (day.DayNumber - anchor.DayNumber) % days == 0))
            && (rule.EveryWeeks is not { } weeks || (Monday(day) >= Monday(anchor) && (Monday(day).DayNumber - Monday(anchor).DayNumber) % (7 * weeks) == 0))
            && (rule.EveryMonths is not { } months || (Month(day) >= Month(anchor) && (Month(day) - Month(anchor)) % months == 0))
            && IsOfMonth(rule, day);
    }

    private static bool IsOfMonth(DayRule rule, DateOnly day)
    {
        var month = Days(new(day.Year, day.Month, 1), new(day.Year, day.Month, DateTime.DaysInMonth(day.Year, day.Month))).ToArray();
        var same = month.Where(other => other.DayOfWeek == day.DayOfWeek).ToList();
        var business = month.Where(other => other.DayOfWeek is not (DayOfWeek.Saturday or DayOfWeek.Sunday) && !Holidays.Contains(other)).ToList();
        return rule is { DaysOfMonth: null, NthWeekdays: null, BusinessDays: null }
            || rule.DaysOfMonth?.Any(number => IsDayOfMonth(number.Day, day)) == true
            || rule.NthWeekdays?.Any(weekday => weekday.Day == Names[(int)day.DayOfWeek] && (weekday.Nth == -1 ? day == same[^1] : same.IndexOf(day) == weekday.Nth - 1)) == true
            || (rule.BusinessDays is { } numbers && business.IndexOf(day) is >= 0 and var index && (numbers.Contains(index + 1) || numbers.Contains(index - business.Count)));
    }

    private static bool IsDayOfMonth(int number, DateOnly day) => number == 0 ? day.AddDays(1).Day == 1 : day.Day == number;

    private static DateOnly Monday(DateOnly day)
    {
        while (day.DayOfWeek != DayOfWeek.Monday)
        {
            day = day.AddDays(-1);
        }

        return day;
    }

    private static int Month(DateOnly day) => (day.Year * 12) + day.Month;

    private static IEnumerable<DateOnly> Found(DaySelection selection)
    {
        for (var day = selection.AtOrAfter(First); day <= Last; day = selection.AtOrAfter(day.Value.AddDays(1)))
        {
            yield return day.Value;
        }
    }

    private static IEnumerable<DateOnly> Days(DateOnly from, DateOnly to)
    {
        for (var day = from; day <= to; day = day.AddDays(1))
        {
            yield return day;
        }
    }

    private static string Text(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    private static Gen<T[]> Some<T>(Gen<T> values, int most) => values.Array[1, most];

    private static Gen<T[]?> Maybe<T>(Gen<T[]> values) => Gen.Select(Gen.Int[0, 2], values, (choice, value) => choice == 0 ? value : null);
}
