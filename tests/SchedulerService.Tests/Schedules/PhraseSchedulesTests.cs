using System.Globalization;
using System.Text.Json;
using AgentPlatform.Contracts.Schedules;
using AgentPlatform.ServiceDefaults.Definitions;
using SchedulerService.Phrases.Refusing;
using SchedulerService.Schedules.Input;
using SchedulerService.Tests.Phrases;

namespace SchedulerService.Tests.Schedules;

public sealed class PhraseSchedulesTests
{
    [Theory]
    [InlineData("매월 마지막 영업일 오후 5시")]
    [InlineData("평일 오전 9시, 공휴일 제외")]
    [InlineData("weekdays at 9am except holidays")]
    public void Holidays_are_those_of_the_calendar(string phrase)
    {
        var schedule = Resolved(new() { Phrase = phrase }, "Asia/Seoul", "KR");

        Assert.Equal("KR", schedule.HolidayCalendar);
        Assert.NotNull(schedule.Specs);
        Assert.Null(schedule.Cron);
    }

    [Theory]
    [InlineData("매월 마지막 영업일 오후 5시", "매월 마지막 날 오후 5시")]
    [InlineData("매월 첫 영업일 오전 9시", "매월 1일 오전 9시")]
    [InlineData("영업일 오전 9시", "평일 오전 9시")]
    [InlineData("weekdays at 9am except holidays", "every weekday at 09:00")]
    [InlineData("every 90 minutes except holidays", "every 90 minutes from 2026-11-22 at 14:00")]
    public void Without_a_calendar_a_phrase_that_needs_one_is_refused_and_offered_without(string phrase, string suggestion)
    {
        var refused = Assert.IsType<ScheduleResolution.Refused>(PhraseSchedules.Resolve(new() { Phrase = phrase }, "Europe/Berlin", null, LocalTimes.ToInstant(PhraseCorpus.Now, TimeZoneInfo.FindSystemTimeZoneById("Europe/Berlin"))));

        Assert.Equal(RefusalCodes.HolidayCalendar, refused.Refusal.Code);
        Assert.Equal(suggestion, refused.Refusal.Suggestions[0]);
        Assert.All(refused.Refusal.Suggestions, text => Assert.False(PhraseGrammarTests.Understood(text).NeedsHolidays));
    }

    [Fact]
    public void A_schedule_without_holidays_has_no_calendar() => Assert.Null(Resolved(new() { Phrase = "매일 9시" }, "Asia/Seoul", "KR").HolidayCalendar);

    [Fact]
    public void An_anchor_is_the_moment_of_reading_in_the_schedules_zone()
    {
        var schedule = Resolved(new() { Phrase = "every 90 minutes" }, "Europe/Berlin", null);

        Assert.Equal(("PT90M", new DateTimeOffset(2026, 11, 22, 13, 0, 0, TimeSpan.Zero)), (schedule.Specs![0].Every, schedule.Specs[0].Anchor));
        Assert.Equal("Every 90 minutes from 2026-11-22 at 14:00 (Europe/Berlin)", schedule.Text.En);
    }

    [Fact]
    public void Bounds_are_the_beginning_of_the_first_day_and_the_end_of_the_last()
    {
        var schedule = Resolved(new() { Phrase = "12월 1일부터 12월 31일까지 매일 오전 9시" }, "Asia/Seoul", null);

        Assert.Equal((new DateTimeOffset(2026, 11, 30, 15, 0, 0, TimeSpan.Zero), new DateTimeOffset(2026, 12, 31, 14, 59, 59, TimeSpan.Zero)), (schedule.StartAt, schedule.EndAt));
    }

    [Fact]
    public void Days_left_out_beside_the_phrase_are_said_too() => Assert.Equal(
        "Every weekday at 09:00 except December 25 and public holidays (Asia/Seoul)",
        ScheduleRulesTests.Resolved(new() { Phrase = "평일 9시, 공휴일 제외", Except = new() { Dates = ["12-25"] } }).Text.En);

    [Theory]
    [MemberData(nameof(PhraseCorpus.Accepted), MemberType = typeof(PhraseCorpus))]
    public void Every_phrase_that_is_understood_is_a_schedule_with_instants_to_come(string phrase, string expected, string sentence)
    {
        _ = sentence;
        var schedule = ScheduleRulesTests.Resolved(new() { Phrase = phrase });

        Assert.Equal(expected, Outcome.Of(schedule));
        Assert.NotEmpty(schedule.NextRuns);
    }

    [Theory]
    [InlineData("12월 31일까지 매일 9시", null, "endAt")]
    [InlineData("12월 1일부터 12월 31일까지 매일 9시", null, "startAt,endAt")]
    [InlineData("12월 1일부터 12월 31일까지 매일 9시", "2026-12-31T14:59:59Z", "startAt,endAt")]
    [InlineData("12월 1일부터 12월 31일까지 매일 9시", "2026-12-30T14:59:59Z", "startAt")]
    [InlineData("매일 9시", "2026-12-30T14:59:59Z", null)]
    public void It_is_said_which_bounds_are_the_phrases_own(string phrase, string? endAt, string? bounds)
    {
        var schedule = ScheduleRulesTests.Resolved(new() { Phrase = phrase, EndAt = endAt is null ? null : DateTimeOffset.Parse(endAt, CultureInfo.InvariantCulture) });

        Assert.Equal(bounds?.Split(','), schedule.PhraseBounds);
    }

    [Fact]
    public void Another_zone_has_the_bounds_of_a_phrase_at_their_own_wall_clock_times()
    {
        var seoul = ScheduleRulesTests.Resolved(new() { Phrase = "12월 1일부터 12월 31일 오후 6시까지 매일 9시" });
        var berlin = ScheduleRulesTests.Resolved(ScheduleInputs.From(seoul, "timeZone") with { TimeZone = "Europe/Berlin" });

        Assert.Equal((new DateTimeOffset(2026, 11, 30, 23, 0, 0, TimeSpan.Zero), new DateTimeOffset(2026, 12, 31, 17, 0, 0, TimeSpan.Zero)), (berlin.StartAt, berlin.EndAt));
        Assert.Equal("Every day from 2026-12-01 until 18:00 on 2026-12-31 at 09:00 (Europe/Berlin)", berlin.Text.En);
        Assert.Equal((seoul.StartAt, seoul.EndAt), (ScheduleRulesTests.Resolved(ScheduleInputs.From(berlin, "timeZone") with { TimeZone = "Asia/Seoul" }) is var back ? (back.StartAt, back.EndAt) : default));
    }

    [Theory]
    [InlineData("12월 24일까지 매일 9시", "2026-12-10T00:00:00Z")]
    [InlineData("every day at 9am from November 25 until December 24", "2026-12-10T00:00:00Z")]
    [InlineData("내일부터 12월 24일까지 격주 금요일 9시", "2026-12-10T00:00:00Z")]
    [InlineData("오늘 오후 3시부터 매시간", "2027-03-01T00:00:00Z")]
    public void A_phrase_given_back_says_the_same_schedule_as_long_as_it_lasts(string phrase, string later)
    {
        var said = ScheduleRulesTests.Resolved(new() { Phrase = phrase });
        var again = Assert.IsType<ScheduleResolution.Resolved>(ScheduleRules.Resolve(ScheduleInputs.From(said), "UTC", DateTimeOffset.Parse(later, CultureInfo.InvariantCulture))).Schedule;

        Assert.NotNull(again.PhraseBounds);
        Assert.Equal(JsonSerializer.Serialize(said with { NextRuns = [] }), JsonSerializer.Serialize(again with { NextRuns = [] }));
    }

    [Theory]
    [InlineData("12월 24일까지 매일 9시", "2026-11-22T00:00:00")]
    [InlineData("12월 24일까지 격주 금요일 9시", "2026-11-22T00:00:00")]
    [InlineData("매일 9시", null)]
    [InlineData("격주 금요일 9시", null)]
    [InlineData("내일 9시", null)]
    public void A_phrase_that_says_a_bound_has_the_day_on_which_it_was_read(string phrase, string? readAt) =>
        Assert.Equal(readAt, ScheduleRulesTests.Resolved(new() { Phrase = phrase }).PhraseReadAt);

    [Theory]
    [InlineData("매일 9시", null, "yesterday", "The time must be a local date and time without an offset, such as 2026-12-24T18:00.")]
    [InlineData("매일 9시", null, "9999-12-31T23:59:59", "The time must be from 1970 to 2400.")]
    [InlineData(null, "0 9 * * *", "2026-12-10T00:00:00", "This field belongs to the phrase.")]
    public void A_time_of_reading_is_a_time_beside_a_phrase(string? phrase, string? cron, string readAt, string message)
    {
        var invalid = Assert.IsType<ScheduleResolution.Invalid>(ScheduleRules.Resolve(new() { Phrase = phrase, Cron = cron, PhraseReadAt = readAt }, "Asia/Seoul", new(PhraseCorpus.Now, TimeSpan.FromHours(9))));

        Assert.Equal(("phraseReadAt", message), (Assert.Single(invalid.Errors).Key, Assert.Single(invalid.Errors.Single().Value)));
    }

    [Theory]
    [InlineData("매월 말일 9시")]
    [InlineData("무엇이든")]
    public void What_stands_beside_a_phrase_and_leaves_nothing_of_any_is_named_itself(string phrase)
    {
        var except = new ScheduleExclusion { DaysOfMonth = [.. Enumerable.Range(1, 31).Select(day => new DayOfMonth(day))] };
        var invalid = Assert.IsType<ScheduleResolution.Invalid>(ScheduleRules.Resolve(new() { Phrase = phrase, Except = except }, "Asia/Seoul", new(PhraseCorpus.Now, TimeSpan.FromHours(9))));

        Assert.Equal("except", Assert.Single(invalid.Errors).Key);
    }

    private static Schedule Resolved(ScheduleInput input, string zone, string? calendar) =>
        Assert.IsType<ScheduleResolution.Resolved>(PhraseSchedules.Resolve(input, zone, calendar, LocalTimes.ToInstant(PhraseCorpus.Now, TimeZoneInfo.FindSystemTimeZoneById(zone)))).Schedule;
}
