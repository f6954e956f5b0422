using System.Globalization;
using AgentPlatform.Contracts.Schedules;
using SchedulerService.Schedules.Input;

namespace SchedulerService.Tests.Schedules;

public sealed class SpecRulesTests
{
    // 14:00:30 of 2026-11-22, a Sunday, in Seoul.
    private static readonly DateTimeOffset Now = new(2026, 11, 22, 5, 0, 30, 250, TimeSpan.Zero);

    [Fact]
    public void Anchors_are_filled_in_with_the_moment_and_the_day()
    {
        var schedule = Resolved(new() { Specs = [new() { Every = "PT90M" }, new() { Times = ["09:00"], Days = new() { EveryWeeks = 2, DaysOfWeek = ["mon"] } }, new() { Cron = "0  9 * *  1" }] });

        Assert.Equal(new DateTimeOffset(2026, 11, 22, 5, 0, 30, TimeSpan.Zero), schedule.Specs![0].Anchor);
        Assert.Equal("2026-11-22", schedule.Specs[1].Days!.AnchorDate);
        Assert.Equal("0 9 * * 1", schedule.Specs[2].Cron);
        Assert.Equal(("next", "first", null), (schedule.Gap, schedule.Fold, schedule.HolidayCalendar));
    }

    [Fact]
    public void A_schedule_has_the_instants_of_all_its_specs_each_once()
    {
        var schedule = Resolved(new() { Specs = [new() { Times = ["15:00", "16:00"] }, new() { Cron = "0 16 * * *" }, new() { Every = "P1W", Anchor = new(2026, 11, 1, 9, 0, 0, TimeSpan.FromHours(9)) }] });

        Assert.Equal(["22 15:00", "22 16:00", "23 15:00", "23 16:00", "24 15:00"], schedule.NextRuns.Select(run => run.ToOffset(TimeSpan.FromHours(9)).ToString("dd HH:mm", CultureInfo.InvariantCulture)));
        Assert.Equal("P7D", schedule.Specs![2].Every);
    }

    [Fact]
    public void Exclusions_hold_for_every_form()
    {
        var weekdays = new ScheduleExclusion { DaysOfWeek = ["sat", "sun"], Dates = ["11-24", "2026-11-25"] };

        foreach (var input in new ScheduleInput[] { new() { Cron = "0 9 * * *" }, new() { Frequency = "daily", Time = "09:00" }, new() { Phrase = "매일 오전 9시" }, new() { Specs = [new() { Times = ["09:00"] }] } })
        {
            Assert.Equal([23, 26, 27, 30, 1], Resolved(input with { Except = weekdays }).NextRuns.Select(run => run.Day));
        }
    }

    [Theory]
    [InlineData("Asia/Seoul", null, "KR")]
    [InlineData("ROK", null, "KR")]
    [InlineData("Europe/Berlin", "KR", "KR")]
    public void Holidays_are_those_of_the_zone_unless_a_calendar_is_given(string zone, string? given, string calendar)
    {
        var schedule = Resolved(new() { Cron = "0 9 * * *", Except = new() { Holidays = true }, TimeZone = zone, HolidayCalendar = given, StartAt = new(2026, 12, 24, 12, 0, 0, TimeSpan.Zero) });

        Assert.Equal(calendar, schedule.HolidayCalendar);
        Assert.Equal(26, schedule.NextRuns[0].Day);
    }

    [Fact]
    public void Business_days_pass_over_the_public_holidays_of_the_calendar()
    {
        var schedule = Resolved(new() { Specs = [new() { Times = ["09:00"], Days = new() { BusinessDays = [1, -1] } }], StartAt = new(2026, 12, 31, 15, 0, 0, TimeSpan.Zero) });

        // 1 January 2027 is a Friday, 7 to 9 February are 설날, 1 March is 3·1절.
        Assert.Equal(["01-04", "01-29", "02-01", "02-26", "03-02"], schedule.NextRuns.Select(run => run.ToString("MM-dd", CultureInfo.InvariantCulture)));
    }

    public static TheoryData<string, ScheduleInput> Invalid() => new()
    {
        { "schedule", new() { Cron = "0 9 * * *", Specs = [new() { Times = ["09:00"] }] } },
        { "specs", new() { Specs = [] } },
        { "specs[0]", new() { Specs = [new()] } },
        { "specs[0]", new() { Specs = [null!] } },
        { "specs[1]", Specs(new() { Cron = "0 9 * * *", Times = ["09:00"] }) },
        { "specs[1].cron", Specs(new() { Cron = "61 9 * * *" }) },
        { "specs[1].cron", Specs(new() { Cron = "@daily" }) },
        { "specs[1].every", Specs(new() { Every = "90 minutes" }) },
        { "specs[1].every", Specs(new() { Every = "PT30S" }) },
        { "specs[1].every", Specs(new() { Every = "P367D" }) },
        { "specs[1].every", Specs(new() { Every = "P1M" }) },
        { "specs[1].every", Specs(new() { Every = "P" }) },
        { "specs[1].every", Specs(new() { Every = "PT" }) },
        { "specs[1].anchor", Specs(new() { Times = ["09:00"], Anchor = Now }) },
        { "specs[1].anchor", Specs(new() { Every = "PT90M", Anchor = DateTimeOffset.MinValue }) },
        { "specs[1].days", Specs(new() { Every = "PT90M", Days = new() { DaysOfWeek = ["mon"] } }) },
        { "specs[1].times", Specs(new() { Times = [] }) },
        { "specs[1].times[1]", Specs(new() { Times = ["09:00", "24:00"] }) },
        { "specs[1].times[0]", Specs(new() { Times = [null!] }) },
        { "specs[1].days.daysOfWeek", Days(new() { DaysOfWeek = [] }) },
        { "specs[1].days.daysOfWeek[0]", Days(new() { DaysOfWeek = ["monday"] }) },
        { "specs[1].days.daysOfMonth[1]", Days(new() { DaysOfMonth = [new(1), new(32)] }) },
        { "specs[1].days.nthWeekdays[0].nth", Days(new() { NthWeekdays = [new(6, "mon")] }) },
        { "specs[1].days.nthWeekdays[0].day", Days(new() { NthWeekdays = [new(1, "Mon")] }) },
        { "specs[1].days.nthWeekdays[0]", Days(new() { NthWeekdays = [null!] }) },
        { "specs[1].days.businessDays[0]", Days(new() { BusinessDays = [0] }) },
        { "specs[1].days.businessDays[0]", Days(new() { BusinessDays = [int.MinValue] }) },
        { "specs[1].days.months[0]", Days(new() { Months = [13] }) },
        { "specs[1].days.everyDays", Days(new() { EveryDays = 1 }) },
        { "specs[1].days.everyWeeks", Days(new() { EveryWeeks = 53 }) },
        { "specs[1].days.everyMonths", Days(new() { EveryMonths = 121 }) },
        { "specs[1].days.anchorDate", Days(new() { EveryDays = 2, AnchorDate = "2026-02-30" }) },
        { "specs[1].days.anchorDate", Days(new() { AnchorDate = "2026-02-20" }) },
        { "specs[1]", Days(new() { DaysOfMonth = [new(30)], Months = [2] }) },
        { "except", new() { Cron = "0 9 * * *", Except = new() } },
        { "except", new() { Cron = "0 9 * * 1", Except = new() { DaysOfWeek = ["mon"] } } },
        { "except", Days(new() { DaysOfWeek = ["mon"] }) with { Except = new() { DaysOfWeek = ["mon"] } } },
        { "except.daysOfWeek[0]", new() { Cron = "0 9 * * *", Except = new() { DaysOfWeek = ["holiday"] } } },
        { "except.daysOfMonth[0]", new() { Cron = "0 9 * * *", Except = new() { DaysOfMonth = [new(-1)] } } },
        { "except.dates", new() { Cron = "0 9 * * *", Except = new() { Dates = [] } } },
        { "except.dates[1]", new() { Cron = "0 9 * * *", Except = new() { Dates = ["02-29", "02-30"] } } },
        { "except.dates[0]", new() { Cron = "0 9 * * *", Except = new() { Dates = ["2026-02-29"] } } },
        { "gap", new() { Cron = "0 9 * * *", Gap = "first" } },
        { "fold", new() { Cron = "0 9 * * *", Fold = "last" } },
        { "holidayCalendar", new() { Cron = "0 9 * * *", HolidayCalendar = "JP" } },
        { "holidayCalendar", new() { Cron = "0 9 * * *", Except = new() { Holidays = true }, TimeZone = "Europe/Berlin" } },
        { "holidayCalendar", Days(new() { BusinessDays = [1] }) with { TimeZone = "UTC" } },
        { "at", new() { Frequency = "once", At = "2027-03-14T02:30", Gap = "skip", TimeZone = "America/New_York" } },
        { "endAt", new() { Specs = [new() { Every = "P1D" }], EndAt = Now.AddHours(1) } },
    };

    [Theory]
    [MemberData(nameof(Invalid))]
    public void What_cannot_be_is_named_by_the_field_that_says_it(string field, ScheduleInput input)
    {
        var invalid = Assert.IsType<ScheduleResolution.Invalid>(ScheduleRules.Resolve(input, "Asia/Seoul", Now));

        var error = Assert.Single(invalid.Errors);
        Assert.Equal(field, error.Key);
        Assert.Single(error.Value);
    }

    private static ScheduleInput Specs(ScheduleSpec spec) => new() { Specs = [new() { Times = ["09:00"] }, spec] };

    private static ScheduleInput Days(DayRule days) => Specs(new() { Times = ["09:00"], Days = days });

    private static Schedule Resolved(ScheduleInput input)
    {
        var resolution = ScheduleRules.Resolve(input, "Asia/Seoul", Now);
        Assert.True(resolution is ScheduleResolution.Resolved, resolution is ScheduleResolution.Invalid invalid ? string.Join(' ', invalid.Errors.Select(error => $"{error.Key}: {error.Value[0]}")) : resolution.ToString());
        return ((ScheduleResolution.Resolved)resolution).Schedule;
    }
}
