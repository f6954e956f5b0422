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
