using AgentPlatform.Contracts.Schedules;
using SchedulerService.Schedules;
using SchedulerService.Schedules.Input;
using SchedulerService.Tests.Schedules;

namespace SchedulerService.Tests.Instants;

public sealed class GapAndFoldTests
{
    [Theory]
    [InlineData("next", "America/New_York", "2026-03-08", "2026-03-08T03:00:00-04:00 gap", "2026-03-09T02:30:00-04:00")]
    [InlineData("skip", "America/New_York", "2026-03-08", "2026-03-09T02:30:00-04:00", "2026-03-10T02:30:00-04:00")]
    [InlineData("next", "Australia/Lord_Howe", "2026-10-04", "2026-10-04T02:30:00+11:00", "2026-10-05T02:30:00+11:00")]
    [InlineData("next", "Pacific/Apia", "2011-12-29", "2011-12-29T02:30:00-10:00", "2011-12-31T00:00:00+14:00 gap", "2011-12-31T02:30:00+14:00")]
    [InlineData("skip", "Pacific/Apia", "2011-12-29", "2011-12-29T02:30:00-10:00", "2011-12-31T02:30:00+14:00")]
    public void A_time_that_clocks_skip_moves_to_the_next_valid_instant_or_is_left_out(string gap, string zone, string from, params string[] expected) =>
        Assert.Equal(expected, Shown(new() { Specs = [new() { Times = ["02:30"] }], Gap = gap, TimeZone = zone, Text = new("", "") }, from, expected.Length));

    [Fact]
    public void Several_skipped_times_and_the_end_of_the_gap_are_one_instant() => Assert.Equal(
        ["2026-03-08T03:00:00-04:00 gap", "2026-03-09T02:15:00-04:00"],
        Shown(new() { Specs = [new() { Times = ["02:15", "02:30", "03:00"] }], TimeZone = "America/New_York", Text = new("", "") }, "2026-03-08", 2));

    [Theory]
    [InlineData("next", "2026-03-08T01:30:00-05:00", "2026-03-08T03:00:00-04:00 gap", "2026-03-08T03:30:00-04:00")]
    [InlineData("skip", "2026-03-08T01:30:00-05:00", "2026-03-08T03:00:00-04:00", "2026-03-08T03:30:00-04:00")]
    public void The_end_of_a_gap_is_noted_only_where_it_stands_for_times_of_the_gap(string gap, params string[] expected)
    {
        var schedule = new Schedule { Specs = [new() { Times = ["01:30", "03:00", "03:30"] }, new() { Times = ["02:45"] }], Gap = gap, TimeZone = "America/New_York", Text = new("", "") };

        Assert.Equal(expected, Shown(schedule, "2026-03-08", 3));
        Assert.Equal(expected.Select(run => run.Replace(" gap", "")), Shown(schedule with { Specs = [schedule.Specs![0]] }, "2026-03-08", 3));
    }

    [Theory]
    [InlineData("2026-03-08", "2026-03-08", null, null, "2026-03-08T02:15:00", "2026-03-08T02:30:00", "2026-03-08T02:50:00")]
    [InlineData("2026-01-01", "2029-01-01", null, null, "2026-03-08T02:15:00", "2026-03-08T02:30:00", "2026-03-08T02:50:00", "2027-03-14T02:15:00")]
    [InlineData("2026-01-01", "2028-01-01", "2026-03-08T07:00:01Z", null, "2027-03-14T02:15:00", "2027-03-14T02:30:00", "2027-03-14T02:50:00")]
    [InlineData("2026-01-01", "2029-01-01", "2027-03-01T00:00:00Z", "2028-03-01T00:00:00Z", "2027-03-14T02:15:00", "2027-03-14T02:30:00", "2027-03-14T02:50:00")]
    [InlineData("2026-03-09", "2027-03-13", null, null)]
    [InlineData("2026-01-01", "2029-01-01", "2029-01-01T00:00:00Z", null)]
    public void What_clocks_skip_and_the_schedule_leaves_out_is_told(string from, string to, string? startAt, string? endAt, params string[] expected)
    {
        var schedule = new Schedule
        {
            Specs = [new() { Cron = "30 2 * * *" }, new() { Times = ["02:15", "02:30", "02:50", "03:00"] }, new() { Every = "PT10M", Anchor = ScheduleClockTests.Instant("2026-01-01T00:00:00Z") }],
            Except = new() { DaysOfWeek = ["mon"] },
            StartAt = startAt is null ? null : ScheduleClockTests.Instant(startAt),
            EndAt = endAt is null ? null : ScheduleClockTests.Instant(endAt),
            Gap = "skip",
            TimeZone = "America/New_York",
            Text = new("", ""),
        };

        Assert.Equal(expected, Skipped(schedule));
        Assert.Empty(Skipped(schedule with { Gap = "next" }));
        Assert.Empty(Skipped(schedule with { TimeZone = "Asia/Seoul" }));
        Assert.Empty(Skipped(schedule with { Except = new() { DaysOfWeek = ["sun"] } }));

        IEnumerable<string> Skipped(Schedule given) =>
            new ScheduleClock(given).Skipped(ScheduleClockTests.Instant($"{from}T00:00:00-05:00"), ScheduleClockTests.Instant($"{to}T23:00:00-05:00"), 4).Select(time => Assert.IsType<string>(time.Local));
    }

    [Theory]
    [InlineData("first", "2026-11-01T01:30:00-04:00 fold", "2026-11-02T01:30:00-05:00")]
    [InlineData("both", "2026-11-01T01:30:00-04:00 fold", "2026-11-01T01:30:00-05:00 fold", "2026-11-02T01:30:00-05:00")]
    public void A_time_that_comes_twice_counts_once_or_twice(string fold, params string[] expected)
    {
        var daily = new Schedule { Specs = [new() { Times = ["01:30"] }], Fold = fold, TimeZone = "America/New_York", Text = new("", "") };

        Assert.Equal(expected, Shown(daily, "2026-11-01", expected.Length));
        Assert.Equal(expected, Shown(daily with { Specs = null, Cron = "30 1 * * *" }, "2026-11-01", expected.Length));
        Assert.Equal(expected.Where(run => run.Contains("fold")), Shown(daily with { Specs = null, At = "2026-11-01T01:30:00" }, "2026-11-01", 3));
    }

    [Fact]
    public void Intervals_go_on_through_both_comings() => Assert.Equal(
        ["2026-11-01T01:00:00-04:00 fold", "2026-11-01T01:30:00-04:00 fold", "2026-11-01T01:00:00-05:00 fold", "2026-11-01T01:30:00-05:00 fold", "2026-11-01T02:00:00-05:00"],
        Shown(new() { Cron = "*/30 1-2 * * *", TimeZone = "America/New_York", Text = new("", "") }, "2026-11-01", 5));

    [Fact]
    public void A_time_that_is_skipped_on_its_only_day_never_comes() =>
        Assert.Null(new ScheduleClock(new() { At = "2026-03-08T02:30:00", Gap = "skip", TimeZone = "America/New_York", Text = new("", "") }).Next(ScheduleClockTests.Instant("2026-01-01T00:00:00Z")));

    [Fact]
    public void Elapsed_time_does_not_look_at_wall_clocks() => Assert.Equal(
        ["2026-03-07T12:00:00-05:00", "2026-03-08T13:00:00-04:00", "2026-03-09T13:00:00-04:00"],
        Shown(new() { Specs = [new() { Every = "P1D", Anchor = ScheduleClockTests.Instant("2026-03-01T17:00:00Z") }], TimeZone = "America/New_York", Text = new("", "") }, "2026-03-07", 3));

    // Newfoundland's clocks went back from 00:01 to 23:01, so that the 7th began, was the 6th again, and began again.
    [Fact]
    public void An_excluded_day_that_comes_again_is_excluded_again() => Assert.Equal(
        ["2010-11-05T23:30:00-02:30", "2010-11-07T00:00:00-02:30 fold", "2010-11-07T00:00:00-03:30 fold", "2010-11-07T00:30:00-03:30"],
        Shown(
            new()
            {
                Specs = [new() { Every = "PT30M", Anchor = ScheduleClockTests.Instant("2010-10-01T00:00:00Z") }],
                Except = new() { Dates = ["2010-11-06"] },
                TimeZone = "America/St_Johns",
                Text = new("", ""),
            },
            "2010-11-05",
            51).Skip(47));

    internal static IEnumerable<string> Shown(Schedule schedule, string from, int count)
    {
        var zone = TimeZoneInfo.FindSystemTimeZoneById(schedule.TimeZone);
        var clock = new ScheduleClock(schedule);
        return clock.After(LocalTimes.ToInstant(LocalTimes.Parse($"{from}T00:00:00"), zone).AddTicks(-1)).Take(count).Select(clock.Preview).Select(run => run.Note is null ? run.Local : $"{run.Local} {run.Note}");
    }
}
