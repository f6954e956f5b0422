using AgentPlatform.Contracts.Schedules;
using SchedulerService.Instants;
using SchedulerService.Instants.Days;
using SchedulerService.Instants.Zones;
using SchedulerService.Schedules;
using SchedulerService.Tests.Schedules;

namespace SchedulerService.Tests.Instants;

public sealed class NeverFiringTests
{
    private static readonly string[] AllWeek = ["sun", "mon", "tue", "wed", "thu", "fri", "sat"];

    public static TheoryData<string, Schedule> Silent() => new()
    {
        { "30 February by cron", Empty() with { Cron = "0 9 30 2 *" } },
        { "30 February by days", Times(new() { DaysOfMonth = [new(30)], Months = [2] }) },
        { "the fifth Monday of February, on a Tuesday", Times(new() { NthWeekdays = [new(5, "mon")], Months = [2], DaysOfWeek = ["tue"] }) },
        { "the 23rd business day of February", Times(new() { BusinessDays = [23], Months = [2] }) with { HolidayCalendar = "KR" } },
        { "every day excluded by number", Times(null) with { Except = new() { DaysOfMonth = [.. Enumerable.Range(1, 31).Select(day => new DayOfMonth(day))] } } },
        { "its only weekday excluded", Times(new() { DaysOfWeek = ["mon"] }) with { Except = new() { DaysOfWeek = ["mon"] } } },
        { "cron on excluded weekdays", Empty() with { Cron = "* * * * 1-5", Except = new() { DaysOfWeek = AllWeek[1..6] } } },
        { "Christmas without Christmas", Times(new() { DaysOfMonth = [new(25)], Months = [12] }) with { Except = new() { Dates = ["12-25"] } } },
        { "Christmas without holidays", Times(new() { DaysOfMonth = [new(25)], Months = [12] }) with { Except = new() { Holidays = true }, HolidayCalendar = "KR" } },
        { "each week on an excluded weekday", Empty() with { Specs = [new() { Every = "P7D", Anchor = ScheduleClockTests.Instant("2026-01-05T03:00:00Z") }], Except = new() { DaysOfWeek = ["mon"] } } },
        { "each minute, every day excluded", Empty() with { Specs = [new() { Every = "PT1M", Anchor = ScheduleClockTests.Instant("2026-01-05T03:00:00Z") }], Except = new() { DaysOfWeek = AllWeek } } },
        { "each 120th month in which a day lacks", Times(new() { EveryMonths = 120, AnchorDate = "2026-02-01", DaysOfMonth = [new(30)] }) },
    };

    [Theory]
    [MemberData(nameof(Silent))]
    public void A_rule_that_never_fires_has_no_instant(string rule, Schedule schedule) =>
        Assert.True(new ScheduleClock(schedule).Next(ScheduleClockTests.Instant("2026-01-01T00:00:00Z")) is null, rule);

    [Fact]
    public void The_search_behind_excluded_days_asks_at_most_once_a_day_and_ends_after_fifty_years()
    {
        var minutes = new CountedRule();
        var rule = new OtherDaysRule(minutes, new ExcludedDays(new() { DaysOfWeek = AllWeek }, null));

        Assert.Null(rule.AtOrAfter(new(2026, 1, 1, 8, 30, 0)));

        Assert.InRange(minutes.Asked, 18_000, (50 * 366) + 1);
    }

    [Fact]
    public void Of_several_rules_one_that_never_fires_is_searched_once()
    {
        var silent = new CountedInstants();
        var remembered = new Remembered(silent);

        for (var day = 0; day < 100; day++)
        {
            Assert.Null(remembered.AtOrAfter(new DateTime(2026, 1, 1).AddDays(day)));
        }

        Assert.Equal(1, silent.Asked);
    }

    [Fact]
    public void A_rule_whose_wait_is_within_reach_is_found_behind_exclusions()
    {
        // The Mondays among the leap days are 28 years apart.
        var schedule = Times(new() { DaysOfMonth = [new(29)], Months = [2] }) with { Except = new() { DaysOfWeek = AllWeek.Except(["mon"]).ToArray() } };

        Assert.Equal(ScheduleClockTests.Instant("2044-02-29T00:00:00Z"), new ScheduleClock(schedule).Next(ScheduleClockTests.Instant("2026-01-01T00:00:00Z")));
    }

    private static Schedule Empty() => new() { TimeZone = "Asia/Seoul", Text = new("", "") };

    private static Schedule Times(DayRule? days) => Empty() with { Specs = [new() { Times = ["09:00"], Days = days }] };

    private sealed class CountedRule : IWallClockRule
    {
        public int Asked { get; private set; }

        public bool IsInterval => true;

        public DateTime? AtOrAfter(DateTime from)
        {
            Asked++;
            return from;
        }
    }

    private sealed class CountedInstants : IInstants
    {
        public int Asked { get; private set; }

        public DateTime? AtOrAfter(DateTime utc)
        {
            Asked++;
            return null;
        }

        public IEnumerable<DateTime> SkippedAt(IEnumerable<OffsetChange> gaps) => [];
    }
}
