using System.Globalization;
using AgentPlatform.Contracts.Schedules;
using CsCheck;
using SchedulerService.Schedules;

namespace SchedulerService.Tests.Schedules;

public sealed class ScheduleClockTests
{
    private static readonly string[] Zones = ["America/New_York", "Asia/Seoul", "Australia/Lord_Howe", "Europe/Berlin", "UTC"];

    [Theory]
    [InlineData("30 2 * * *", "America/New_York", "2026-03-07T20:00:00Z", "2026-03-08T03:00:00-04:00 gap", "2026-03-09T02:30:00-04:00")]
    [InlineData("30 1 * * *", "America/New_York", "2026-10-31T20:00:00Z", "2026-11-01T01:30:00-04:00 fold", "2026-11-02T01:30:00-05:00")]
    [InlineData("30 2 * * *", "Europe/Berlin", "2026-03-28T20:00:00Z", "2026-03-29T03:00:00+02:00 gap", "2026-03-30T02:30:00+02:00")]
    [InlineData("30 2 * * *", "Europe/Berlin", "2026-10-24T20:00:00Z", "2026-10-25T02:30:00+02:00 fold", "2026-10-26T02:30:00+01:00")]
    [InlineData("0 * * * *", "America/New_York", "2026-11-01T04:30:00Z", "2026-11-01T01:00:00-04:00 fold", "2026-11-01T01:00:00-05:00 fold", "2026-11-01T02:00:00-05:00")]
    [InlineData("0 8 29 2 *", "Asia/Seoul", "2026-01-01T00:00:00Z", "2028-02-29T08:00:00+09:00", "2032-02-29T08:00:00+09:00")]
    [InlineData("0 9 31 * *", "Asia/Seoul", "2026-01-31T01:00:00Z", "2026-03-31T09:00:00+09:00", "2026-05-31T09:00:00+09:00")]
    [InlineData("0 9 L * *", "Asia/Seoul", "2027-12-31T01:00:00Z", "2028-01-31T09:00:00+09:00", "2028-02-29T09:00:00+09:00")]
    [InlineData("0 0 1,15 * *", "Asia/Seoul", "2026-11-22T00:00:00Z", "2026-12-01T00:00:00+09:00", "2026-12-15T00:00:00+09:00")]
    public void Instants_follow_the_wall_clock_of_the_zone(string cron, string zone, string after, params string[] expected)
    {
        var clock = new ScheduleClock(Cron(cron, zone));

        var runs = clock.After(Instant(after)).Take(expected.Length).Select(clock.Preview).Select(run => run.Note is null ? run.Local : $"{run.Local} {run.Note}");

        Assert.Equal(expected, runs);
    }

    [Theory]
    [InlineData("2026-03-08T02:30:00", "2026-03-08T03:00:00-04:00", "gap")]
    [InlineData("2026-11-01T01:30:00", "2026-11-01T01:30:00-04:00", "fold")]
    [InlineData("2026-12-24T18:00:00", "2026-12-24T18:00:00-05:00", null)]
    public void A_time_that_comes_once_treats_gap_and_fold_alike(string at, string local, string? note)
    {
        var clock = new ScheduleClock(Empty("America/New_York") with { At = at });

        var run = clock.Preview(Assert.Single(clock.After(Instant("2026-01-01T00:00:00Z"))));

        Assert.Equal((local, note), (run.Local, run.Note));
    }

    [Fact]
    public void The_bounds_are_part_of_the_schedule()
    {
        var schedule = Cron("0 0 * * *", "UTC") with { StartAt = Instant("2026-01-02T00:00:00Z"), EndAt = Instant("2026-01-04T00:00:00Z") };

        var runs = new ScheduleClock(schedule).After(Instant("2025-01-01T00:00:00Z"));

        Assert.Equal(["2026-01-02", "2026-01-03", "2026-01-04"], runs.Select(run => run.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)));
    }

    [Fact]
    public void Instants_rise_and_each_matches_the_rule_unless_the_clock_jumped() =>
        (from hour in Gen.Int[0, 23]
         from minute in Gen.Int[0, 59]
         from day in Gen.Int[0, 6]
         from zone in OneOf(Zones)
         from start in Gen.Int[0, 3650]
         select (hour, minute, day, zone, start)).Sample(
            rule =>
            {
                var clock = new ScheduleClock(Cron($"{rule.minute} {rule.hour} * * {rule.day}", rule.zone));
                var last = Instant("2024-01-01T00:00:00Z").AddDays(rule.start);

                foreach (var run in clock.After(last).Take(60).Select(clock.Preview))
                {
                    var local = DateTimeOffset.Parse(run.Local, CultureInfo.InvariantCulture);
                    var matches = (local.Hour, local.Minute, (int)local.DayOfWeek) == (rule.hour, rule.minute, rule.day);

                    if (run.At <= last || local != run.At || matches == (run.Note == "gap") || run.At - last > TimeSpan.FromDays(8))
                    {
                        return false;
                    }

                    last = run.At;
                }

                return true;
            },
            iter: 300);

    [Fact]
    public void Asking_from_any_instant_between_gives_the_same_next_one() =>
        (from cron in OneOf("30 2 * * *", "0 * * * *", "*/30 * * * *", "15 1 * * 0", "0 9 L * *")
         from zone in OneOf(Zones)
         from minutes in Gen.Int[0, 525_600]
         from part in Gen.Double[0, 1]
         select (cron, zone, minutes, part)).Sample(
            rule =>
            {
                var clock = new ScheduleClock(Cron(rule.cron, rule.zone));
                var from = Instant("2026-01-01T00:00:00Z").AddMinutes(rule.minutes);
                var next = clock.Next(from)!.Value;
                return clock.Next(from + ((next - from) * rule.part * 0.999)) == next;
            },
            iter: 500);

    internal static Schedule Cron(string cron, string zone) => Empty(zone) with { Cron = cron };

    internal static DateTimeOffset Instant(string text) => DateTimeOffset.Parse(text, CultureInfo.InvariantCulture);

    private static Schedule Empty(string zone) => new() { TimeZone = zone, Text = new("", "") };

    private static Gen<string> OneOf(params string[] values) => Gen.Int[0, values.Length - 1].Select(index => values[index]);
}
