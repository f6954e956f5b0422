using System.ComponentModel.DataAnnotations;
using System.Globalization;
using SchedulerService.Holidays;

namespace SchedulerService.Tests.Holidays;

public sealed class KoreanHolidaysTests
{
    private static readonly KoreanHolidays Holidays = new([]);

    public static TheoryData<int, string> OfficialYears() => new(Lines("korea.txt").Select(line => (int.Parse(line[..4], CultureInfo.InvariantCulture), line[5..])));

    [Theory]
    [MemberData(nameof(OfficialYears))]
    public void A_year_has_exactly_the_official_holidays(int year, string days) => Assert.Equal(days, string.Join(' ', Shown(year)));

    [Theory]
    [InlineData("2005-04-05", "식목일 was one until 2005")]
    [InlineData("2007-07-17", "제헌절 was one until 2007")]
    [InlineData("2013-10-09", "한글날 is one again since 2013")]
    [InlineData("2014-09-10", "the first substitute ever: 추석 on a Sunday")]
    [InlineData("2015-09-29", "추석 from Saturday to Monday")]
    [InlineData("2016-02-10", "설날 on a Sunday")]
    [InlineData("2017-10-06", "추석 on 개천절")]
    [InlineData("2018-05-07", "어린이날 on a Saturday")]
    [InlineData("2018-09-26", "추석 on a Sunday")]
    [InlineData("2019-05-06", "어린이날 on a Sunday")]
    [InlineData("2028-10-05", "개천절 within 추석: one day is lost")]
    [InlineData("2036-10-06", "추석 lost on 개천절")]
    [InlineData("2036-10-07", "and on a Sunday: the second substitute moves on")]
    public void Other_years_follow_the_law_of_their_time(string day, string why) => Assert.True(Holidays.Contains(Date(day)), why);

    [Theory]
    [InlineData("2006-04-05", "식목일 is none since 2006")]
    [InlineData("2008-07-17", "제헌절 was none from 2008")]
    [InlineData("2025-07-17", "to 2025")]
    [InlineData("2025-05-01", "노동절 was none before 2026")]
    [InlineData("2012-10-09", "한글날 was none from 1991 to 2012")]
    [InlineData("2010-02-16", "설날 on a Sunday had no substitute before 2013")]
    [InlineData("2020-03-02", "3·1절 on a Sunday had no substitute before 2021")]
    [InlineData("2022-05-09", "부처님오신날 had none before 2023")]
    [InlineData("2022-12-26", "기독탄신일 had none before 2023")]
    [InlineData("2026-09-28", "추석 on a Saturday is not lost")]
    [InlineData("2027-06-07", "현충일 has no substitute")]
    [InlineData("2028-01-03", "1월 1일 has no substitute")]
    [InlineData("2028-10-06", "one overlap gives one substitute")]
    public void What_the_law_of_the_time_did_not_give_is_a_working_day(string day, string why) =>
        Assert.False(Holidays.Contains(Date(day)), why);

    [Fact]
    public void The_lunar_holidays_are_those_of_the_astronomers_to_the_end_of_the_runtimes_calendar()
    {
        var years = Lines("lunar.txt").Select(line => line.Split(' ').Select(Date).ToArray()).ToArray();

        Assert.Equal(51, years.Length);
        Assert.All(years, days => Assert.All([days[0].AddDays(-1), days[0], days[0].AddDays(1), days[1], days[2].AddDays(-1), days[2], days[2].AddDays(1)], day => Assert.True(Holidays.Contains(day), $"{day:O}")));
    }

    [Fact]
    public void The_lunar_holidays_end_with_the_calendar_of_the_runtime_and_the_others_go_on()
    {
        Assert.True(Holidays.Contains(new(2050, 9, 30)));
        Assert.Equal(["01-01", "03-01", "05-01", "05-05", "06-06", "07-17", "08-15", "10-03", "10-09", "12-25"], Shown(2051));
    }

    [Fact]
    public void Announced_days_count_and_move_substitutes()
    {
        var holidays = new KoreanHolidays([new(2027, 2, 9), new(2027, 10, 8)]);

        Assert.True(holidays.Contains(new(2027, 10, 8)));
        Assert.True(holidays.Contains(new(2027, 2, 10)));
    }

    [Fact]
    public void A_configured_day_that_is_no_date_is_refused()
    {
        var options = new HolidayOptions { Extra = { "2027-10-08", "2027-02-30" } };

        var problem = Assert.Single(options.Validate(new ValidationContext(options)));

        Assert.Contains("2027-02-30", problem.ErrorMessage);
    }

    private static IEnumerable<string> Lines(string file)
    {
        using var reader = new StreamReader(typeof(KoreanHolidaysTests).Assembly.GetManifestResourceStream($"SchedulerService.Tests.Holidays.{file}")!);
        return [.. reader.ReadToEnd().Split('\n').Where(line => line is { Length: > 0 } and not ['#', ..])];
    }

    private static IEnumerable<string> Shown(int year) => Enumerable.Range(0, 366).Select(new DateOnly(year, 1, 1).AddDays).Where(day => day.Year == year && Holidays.Contains(day)).Select(day => day.ToString("MM-dd", CultureInfo.InvariantCulture));

    private static DateOnly Date(string text) => DateOnly.ParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture);
}
