using System.Globalization;
using System.Text.Json;
using AgentPlatform.Contracts.Schedules;
using AgentPlatform.ServiceDefaults.Definitions;
using AgentPlatform.ServiceDefaults.Json;
using SchedulerService.Schedules.Input;

namespace SchedulerService.Tests.Schedules;

public sealed class ScheduleRulesTests
{
    // 14:00:30 of 2026-11-22 in Seoul.
    private static readonly DateTimeOffset Now = new(2026, 11, 22, 5, 0, 30, TimeSpan.Zero);

    [Fact]
    public void A_phrase_is_resolved_with_every_default()
    {
        var schedule = Resolved(new() { Phrase = "매주 월요일 아침 8시" });

        Assert.Equal(("매주 월요일 아침 8시", "0 8 * * 1", "Asia/Seoul"), (schedule.Phrase, schedule.Cron, schedule.TimeZone));
        Assert.Equal(("skip", "last", "PT24H", 0), (schedule.Overlap, schedule.CatchUp, schedule.CatchUpWindow, schedule.JitterSeconds));
        Assert.Equal(new("매주 월요일 오전 8시 (Asia/Seoul)", "Every Monday at 08:00 (Asia/Seoul)"), schedule.Text);
        Assert.Equal(5, schedule.NextRuns.Count);
        Assert.Equal(new DateTimeOffset(2026, 11, 22, 23, 0, 0, TimeSpan.Zero), schedule.NextRuns[0]);
    }

    [Theory]
    [InlineData("hourly", "00:15", null, null, "15 * * * *", "Every hour at minute 15 (Asia/Seoul)")]
    [InlineData("hourly", null, null, null, "0 * * * *", "Every hour on the hour (Asia/Seoul)")]
    [InlineData("daily", "08:30", null, null, "30 8 * * *", "Every day at 08:30 (Asia/Seoul)")]
    [InlineData("weekly", "08:00", "fri,mon", null, "0 8 * * 1,5", "Every Monday and Friday at 08:00 (Asia/Seoul)")]
    [InlineData("weekly", "08:00", "mon,tue,wed,thu,fri", null, "0 8 * * 1-5", "Every weekday at 08:00 (Asia/Seoul)")]
    [InlineData("monthly", "09:00", null, 31, "0 9 31 * *", "Every month on day 31 at 09:00, skipping months without a day 31 (Asia/Seoul)")]
    [InlineData("monthly", "09:00", null, 0, "0 9 L * *", "Every month on the last day at 09:00 (Asia/Seoul)")]
    public void A_frequency_becomes_cron(string frequency, string? time, string? days, int? day, string cron, string text)
    {
        var schedule = Resolved(new() { Frequency = frequency, Time = time, DaysOfWeek = days?.Split(','), DayOfMonth = day is { } value ? new DayOfMonth(value) : null });

        Assert.Equal((cron, text), (schedule.Cron, schedule.Text.En));
        Assert.Equal(time, schedule.Time);
    }

    [Theory]
    [InlineData("2401-01-01T00:00:00Z")]
    [InlineData("9999-12-31T23:59:59Z")]
    public void An_end_that_calendars_do_not_reach_is_refused(string end)
    {
        var invalid = Assert.IsType<ScheduleResolution.Invalid>(ScheduleRules.Resolve(new() { Phrase = "매일 9시", EndAt = DateTimeOffset.Parse(end, CultureInfo.InvariantCulture) }, "Asia/Seoul", Now));

        Assert.Equal("endAt", Assert.Single(invalid.Errors).Key);
    }

    [Fact]
    public void Once_keeps_its_local_time()
    {
        var schedule = Resolved(new() { Frequency = "once", At = "2026-12-24T18:00", TimeZone = "Europe/Berlin" });

        Assert.Equal(("2026-12-24T18:00:00", null), (schedule.At, schedule.Cron));
        Assert.Equal([new DateTimeOffset(2026, 12, 24, 17, 0, 0, TimeSpan.Zero)], schedule.NextRuns);
    }

    [Theory]
    [InlineData("0 9 * * 1-5", "Every weekday at 09:00 (Asia/Seoul)")]
    [InlineData("*/10 0 9 * * *", "By the cron expression '*/10 0 9 * * *' (Asia/Seoul)")]
    [InlineData("0 9 13 * FRI", "By the cron expression '0 9 13 * FRI', only on days that match both the day of the month and the day of the week (Asia/Seoul)")]
    public void A_cron_expression_is_kept_and_said_or_named(string cron, string text) => Assert.Equal(text, Resolved(new() { Cron = cron }).Text.En);

    [Fact]
    public void Day_of_month_and_day_of_week_must_both_match()
    {
        var friday13 = Resolved(new() { Cron = "0 9 13 * 5" });

        Assert.All(friday13.NextRuns, run => Assert.Equal((13, DayOfWeek.Friday), (run.ToOffset(TimeSpan.FromHours(9)).Day, run.ToOffset(TimeSpan.FromHours(9)).DayOfWeek)));
    }

    public static TheoryData<string, ScheduleInput> Invalid() => new()
    {
        { "schedule", new() },
        { "schedule", new() { Phrase = "매일 9시", Cron = "0 9 * * *" } },
        { "timeZone", new() { Cron = "0 9 * * *", TimeZone = "Mars/Olympus" } },
        { "timeZone", new() { Cron = "0 9 * * *", TimeZone = "Korea Standard Time" } },
        { "timeZone", new() { Cron = "0 9 * * *", TimeZone = "../../etc/passwd" } },
        { "cron", new() { Cron = "61 9 * * *" } },
        { "cron", new() { Cron = "0 9 * *" } },
        { "cron", new() { Cron = "@daily" } },
        { "cron", new() { Cron = "H 9 * * *" } },
        { "cron", new() { Cron = "0 9 H/2 * *" } },
        { "cron", new() { Cron = "0 9 * * *\0garbage" } },
        { "specs[0].cron", new() { Specs = [new() { Cron = "H(0-7) 9 * * *" }] } },
        { "cron", new() { Cron = "nonsense here is not cron" } },
        { "cron", new() { Cron = "0 9 30 2 *" } },
        { "time", new() { Frequency = "daily" } },
        { "time", new() { Frequency = "daily", Time = "25:00" } },
        { "time", new() { Cron = "0 9 * * *", Time = "09:00" } },
        { "time", new() { Frequency = "weekly", DaysOfWeek = ["mon"] } },
        { "daysOfWeek", new() { Frequency = "weekly", Time = "09:00" } },
        { "daysOfWeek", new() { Frequency = "weekly", Time = "09:00", DaysOfWeek = ["monday"] } },
        { "daysOfWeek", new() { Frequency = "daily", Time = "09:00", DaysOfWeek = ["mon"] } },
        { "dayOfMonth", new() { Frequency = "monthly", Time = "09:00" } },
        { "dayOfMonth", new() { Frequency = "daily", Time = "09:00", DayOfMonth = new(1) } },
        { "at", new() { Frequency = "once" } },
        { "at", new() { Frequency = "once", At = "2026-11-22T13:59:00" } },
        { "at", new() { Frequency = "once", At = "2026-12-22T13:59:00Z" } },
        { "at", new() { Frequency = "daily", Time = "09:00", At = "2026-12-22T13:59:00" } },
        { "endAt", new() { Cron = "0 9 * * *", StartAt = Now.AddDays(2), EndAt = Now.AddDays(1) } },
        { "endAt", new() { Cron = "0 9 * * *", EndAt = Now.AddMinutes(-1) } },
        { "startAt", new() { Frequency = "once", At = "2026-12-22T13:59:00", StartAt = Now.AddYears(1) } },
        { "endAt", new() { Frequency = "once", At = "2026-12-22T13:59:00", EndAt = Now.AddDays(1) } },
        { "startAt", new() { Phrase = "12월 22일 오전 9시", StartAt = Now.AddYears(1) } },
        { "timeZone", new() { Phrase = "매일 오전 9시 (Asia/Seoul)", TimeZone = "Europe/Berlin" } },
        { "overlap", new() { Cron = "0 9 * * *", Overlap = "queue" } },
        { "catchUp", new() { Cron = "0 9 * * *", CatchUp = "some" } },
        { "catchUpWindow", new() { Cron = "0 9 * * *", CatchUpWindow = "PT59S" } },
        { "catchUpWindow", new() { Cron = "0 9 * * *", CatchUpWindow = "P367D" } },
        { "catchUpWindow", new() { Cron = "0 9 * * *", CatchUpWindow = "P1Y" } },
        { "catchUpWindow", new() { Cron = "0 9 * * *", CatchUpWindow = "-PT1H" } },
        { "catchUpWindow", new() { Cron = "0 9 * * *", CatchUpWindow = "P" } },
        { "catchUpWindow", new() { Cron = "0 9 * * *", CatchUpWindow = "PT" } },
        { "catchUpWindow", new() { Cron = "0 9 * * *", CatchUpWindow = "24h" } },
        { "catchUpWindow", new() { Cron = "0 9 * * *", CatchUpWindow = "PT99999999H" } },
        { "pauseAfterFailures", new() { Cron = "0 9 * * *", PauseAfterFailures = -1 } },
        { "pauseAfterFailures", new() { Cron = "0 9 * * *", PauseAfterFailures = 1001 } },
        { "jitterSeconds", new() { Cron = "0 9 * * *", JitterSeconds = -1 } },
    };

    [Theory]
    [MemberData(nameof(Invalid))]
    public void What_cannot_be_is_named_by_field(string field, ScheduleInput input)
    {
        var invalid = Assert.IsType<ScheduleResolution.Invalid>(ScheduleRules.Resolve(input, "Asia/Seoul", Now));

        Assert.Equal(field, Assert.Single(invalid.Errors).Key);
    }

    [Fact]
    public void The_policies_are_kept_as_given()
    {
        foreach (var window in new[] { "PT1M", "PT90M", "P1DT12H30M15S", "P366D", "PT24H" })
        {
            var schedule = Resolved(new() { Cron = "0 9 * * *", Overlap = "cancelOther", CatchUp = "all", CatchUpWindow = window, PauseAfterFailures = 0 });

            Assert.Equal(("cancelOther", "all", window, 0), (schedule.Overlap, schedule.CatchUp, schedule.CatchUpWindow, schedule.PauseAfterFailures));
            Assert.Equal(System.Xml.XmlConvert.ToTimeSpan(window), PolicyRules.Window(schedule));
        }
    }

    [Theory]
    [InlineData("매주 월요일", "매주 월요일 오전 9시", "몇 시에 할지 알려 주세요.")]
    [InlineData("every Monday", "every Monday at 09:00", "The time of day is missing.")]
    public void A_phrase_is_refused_in_its_own_language(string phrase, string suggestion, string reason)
    {
        var refused = Assert.IsType<ScheduleResolution.Refused>(ScheduleRules.Resolve(new() { Phrase = phrase }, "Asia/Seoul", Now));

        Assert.Contains(suggestion, refused.Refusal.Suggestions);
        Assert.Equal(reason, refused.Reason);
    }

    [Theory]
    [InlineData("매일 오전 9시 (Europe/Berlin)", null)]
    [InlineData("every day at 9am (Europe/Berlin)", "Europe/Berlin")]
    public void A_zone_that_the_phrase_names_counts_instead_of_the_sessions(string phrase, string? zone)
    {
        var schedule = Resolved(new() { Phrase = phrase, TimeZone = zone });

        Assert.Equal(("Europe/Berlin", "Every day at 09:00 (Europe/Berlin)"), (schedule.TimeZone, schedule.Text.En));
        Assert.Equal(new DateTimeOffset(2026, 11, 22, 8, 0, 0, TimeSpan.Zero), schedule.NextRuns[0]);
    }

    [Fact]
    public void Today_is_that_of_the_zone_that_the_phrase_names()
    {
        // It is still the 21st on the west coast.
        var schedule = Resolved(new() { Phrase = "today at 11pm (America/Los_Angeles)" });

        Assert.Equal("2026-11-21T23:00:00", schedule.At);
    }

    [Fact]
    public void Weekday_mornings_in_Seoul_are_not_shifted_to_utc_days()
    {
        var schedule = Resolved(new() { Phrase = "평일 오전 8시" });

        Assert.All(schedule.NextRuns, run => Assert.True(run.ToOffset(TimeSpan.FromHours(9)) is { Hour: 8, DayOfWeek: not (DayOfWeek.Saturday or DayOfWeek.Sunday) }));
    }

    internal static Schedule Resolved(ScheduleInput input)
    {
        var resolution = ScheduleRules.Resolve(input, "Asia/Seoul", Now);
        Assert.True(resolution is ScheduleResolution.Resolved, resolution is ScheduleResolution.Invalid invalid ? string.Join(' ', invalid.Errors.SelectMany(error => error.Value)) : resolution.ToString());
        return ((ScheduleResolution.Resolved)resolution).Schedule;
    }

    [Theory]
    [InlineData("""{ "frequency": "once", "at": "2026-11-01T09:00" }""")]
    [InlineData("""{ "cron": "0 9 * * *", "endAt": "2026-11-01T00:00:00Z" }""")]
    [InlineData("""{ "cron": "0 9 * * *", "startAt": "2020-01-01T00:00:00Z", "endAt": "2020-02-01T00:00:00Z" }""")]
    [InlineData("""{ "phrase": "매일 9시, 12월 24일까지", "phraseReadAt": "2025-11-01T00:00:00" }""")]
    [InlineData("""{ "specs": [{ "every": "PT90M", "anchor": "2026-01-01T00:00:00Z" }], "endAt": "2026-01-02T00:00:00Z" }""")]
    public void A_schedule_that_is_over_is_read_where_it_may_be(string json)
    {
        var input = JsonSerializer.Deserialize<ScheduleInput>(json, JsonDefaults.Strict)!;

        Assert.IsNotType<ScheduleResolution.Resolved>(ScheduleRules.Resolve(input, "Asia/Seoul", Now));
        var over = Assert.IsType<ScheduleResolution.Resolved>(ScheduleRules.Resolve(input, "Asia/Seoul", Now, mayBeOver: true)).Schedule;
        Assert.Empty(over.NextRuns);
        Assert.NotEmpty(over.Text.Ko);
        var again = Assert.IsType<ScheduleResolution.Resolved>(ScheduleRules.Resolve(ScheduleInputs.From(over), "UTC", Now, mayBeOver: true)).Schedule;
        Assert.Equal(JsonSerializer.Serialize(ScheduleInputs.From(over)), JsonSerializer.Serialize(ScheduleInputs.From(again)));
    }

    [Theory]
    [InlineData("""{ "cron": "0 9 30 2 *" }""", "cron")]
    [InlineData("""{ "cron": "0 9 * * *", "endAt": "2026-11-01T00:00:00Z", "startAt": "2026-11-02T00:00:00Z" }""", "endAt")]
    [InlineData("""{ "frequency": "once", "at": "9999-11-01T09:00" }""", "at")]
    public void What_never_had_an_instant_is_refused_all_the_same(string json, string field)
    {
        var resolution = ScheduleRules.Resolve(JsonSerializer.Deserialize<ScheduleInput>(json, JsonDefaults.Strict)!, "Asia/Seoul", Now, mayBeOver: true);

        Assert.Equal(field, Assert.Single(Assert.IsType<ScheduleResolution.Invalid>(resolution).Errors).Key);
    }

    [Theory]
    [InlineData("PT24H\n")]
    [InlineData("PT24H ")]
    public void A_window_is_a_duration_and_nothing_behind_it(string window) =>
        Assert.Equal("catchUpWindow", Assert.Single(Assert.IsType<ScheduleResolution.Invalid>(ScheduleRules.Resolve(new() { Cron = "0 9 * * *", CatchUpWindow = window }, "Asia/Seoul", Now)).Errors).Key);
}
