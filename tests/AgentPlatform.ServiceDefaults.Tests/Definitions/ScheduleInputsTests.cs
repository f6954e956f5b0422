using System.Globalization;
using AgentPlatform.Contracts.Schedules;
using AgentPlatform.ServiceDefaults.Definitions;

namespace AgentPlatform.ServiceDefaults.Tests.Definitions;

public sealed class ScheduleInputsTests
{
    private static readonly Schedule Any = new() { TimeZone = "Asia/Seoul", Text = new("k", "e") };

    [Fact]
    public void A_phrase_whose_rule_stays_the_same_is_said_again()
    {
        var input = ScheduleInputs.From(Any with { Phrase = "매월 마지막 영업일 오후 5시", Specs = [new() { Times = ["17:00"], Days = new() { BusinessDays = [-1] } }], HolidayCalendar = "KR" });

        Assert.Equal(("매월 마지막 영업일 오후 5시", null, "KR"), (input.Phrase, input.Specs, input.HolidayCalendar));
    }

    [Fact]
    public void A_phrase_that_counts_from_the_day_it_was_said_keeps_that_day()
    {
        ScheduleSpec[] weeks = [new() { Times = ["18:00"], Days = new() { DaysOfWeek = ["fri"], EveryWeeks = 2, AnchorDate = "2026-11-27" } }];
        ScheduleSpec[] elapsed = [new() { Every = "PT90M", Anchor = new(2026, 11, 22, 5, 0, 0, TimeSpan.Zero) }];

        foreach (var specs in new[] { weeks, elapsed })
        {
            var input = ScheduleInputs.From(Any with { Phrase = "said", Specs = specs });

            Assert.Null(input.Phrase);
            Assert.Equal(specs, input.Specs);
        }
    }

    [Theory]
    [InlineData("2026-12-31T14:59:59Z", "America/New_York", "2027-01-01T04:59:59Z")]
    [InlineData("2027-03-13T17:30:00Z", "America/New_York", "2027-03-14T07:00:00Z")] // 02:30, which clocks skip there
    [InlineData("2027-10-30T16:30:00Z", "America/New_York", "2027-10-31T05:30:00Z")]
    [InlineData("2027-11-06T16:30:00Z", "America/New_York", "2027-11-07T05:30:00Z")] // 01:30, which comes twice
    [InlineData("2026-12-31T14:59:59Z", "Asia/Seoul", "2026-12-31T14:59:59Z")]
    [InlineData("2026-12-31T14:59:59Z", "Mars/Olympus", "2026-12-31T14:59:59Z")]
    public void A_bound_that_the_phrase_says_is_a_wall_clock_time_in_another_zone_too(string said, string zone, string expected)
    {
        var schedule = Any with { Phrase = "said", Cron = "0 9 * * *", StartAt = DateTimeOffset.Parse("2026-12-01T00:00:00Z", CultureInfo.InvariantCulture), EndAt = DateTimeOffset.Parse(said, CultureInfo.InvariantCulture), PhraseBounds = ["endAt"] };

        var input = ScheduleInputs.From(schedule, zone);

        Assert.Equal((schedule.StartAt, DateTimeOffset.Parse(expected, CultureInfo.InvariantCulture)), (input.StartAt, input.EndAt));
        Assert.Equal(schedule.EndAt, ScheduleInputs.From(schedule).EndAt);
        Assert.Equal(schedule.EndAt, ScheduleInputs.From(schedule with { PhraseBounds = null }, zone).EndAt);
    }

    [Fact]
    public void What_surrounds_the_rule_is_kept_and_defaults_are_not_written()
    {
        var except = new ScheduleExclusion { Holidays = true };
        var kept = ScheduleInputs.From(Any with { Cron = "0 9 * * *", Except = except, HolidayCalendar = "KR", Gap = "skip", Fold = "both", PauseAfterFailures = 3 });
        var plain = ScheduleInputs.From(Any with { Cron = "0 9 * * *" });

        Assert.Equal((except, "KR", "skip", "both", 3), (kept.Except, kept.HolidayCalendar, kept.Gap, kept.Fold, kept.PauseAfterFailures));
        Assert.All(new object?[] { plain.Except, plain.HolidayCalendar, plain.Gap, plain.Fold, plain.PauseAfterFailures }, Assert.Null);
    }
}
