using AgentPlatform.Contracts.Schedules;
using AgentPlatform.ServiceDefaults.Definitions;

namespace AgentPlatform.ServiceDefaults.Tests.Definitions;

public sealed class ScheduleInputsTests
{
    private static readonly Schedule Any = new() { TimeZone = "Asia/Seoul", Text = new("k", "e") };

    private static readonly Schedule Bounded = Any with
    {
        Phrase = "said",
        PhraseReadAt = "2026-11-30T00:00:00",
        Cron = "0 9 * * *",
        StartAt = new(2026, 12, 1, 0, 0, 0, TimeSpan.Zero),
        EndAt = new(2026, 12, 31, 14, 59, 59, TimeSpan.Zero),
    };

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
    [InlineData("endAt", true, false, null)]
    [InlineData("startAt,endAt", false, false, null)]
    [InlineData("endAt", true, false, "timeZone")]
    public void A_phrase_that_says_its_bounds_is_given_with_the_time_at_which_it_was_read(string bounds, bool hasStart, bool hasEnd, string? replaced)
    {
        var input = ScheduleInputs.From(Bounded with { PhraseBounds = bounds.Split(',') }, replaced is null ? [] : [replaced]);

        Assert.Equal(("said", "2026-11-30T00:00:00", hasStart, hasEnd), (input.Phrase, input.PhraseReadAt, input.StartAt is not null, input.EndAt is not null));
    }

    [Theory]
    [InlineData("endAt", false)]
    [InlineData("except", false)]
    [InlineData("startAt", false)]
    [InlineData("overlap", true)]
    public void A_phrase_that_says_what_is_replaced_gives_way_to_its_rule(string replaced, bool isSaid)
    {
        var input = ScheduleInputs.From(Bounded with { PhraseBounds = ["endAt"], Except = new() { Holidays = true } }, replaced);

        Assert.Equal(isSaid ? ("said", null) : (null, "0 9 * * *"), (input.Phrase, input.Cron));
        Assert.Equal((Bounded.StartAt, isSaid ? null : Bounded.EndAt, isSaid ? Bounded.PhraseReadAt : null), (input.StartAt, input.EndAt, input.PhraseReadAt));
    }

    [Fact]
    public void A_phrase_that_says_a_bound_and_counts_days_is_said_again_and_one_of_elapsed_time_keeps_its_anchor()
    {
        var days = Bounded with { Cron = null, PhraseBounds = ["endAt"], Specs = [new() { Times = ["18:00"], Days = new() { EveryWeeks = 2, AnchorDate = "2026-11-27" } }] };
        var elapsed = days with { Specs = [new() { Every = "PT90M", Anchor = new(2026, 11, 22, 5, 0, 0, TimeSpan.Zero) }] };

        Assert.Equal("said", ScheduleInputs.From(days).Phrase);
        Assert.Equal((null, elapsed.EndAt), (ScheduleInputs.From(elapsed).Phrase, ScheduleInputs.From(elapsed).EndAt));
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
