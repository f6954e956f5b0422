using AgentPlatform.Contracts.Schedules;
using SchedulerService.Schedules;
using SchedulerService.Schedules.Input;

namespace SchedulerService.Tests.Schedules;

public sealed class ScheduleSentencesTests
{
    private const string Zone = "Asia/Seoul";

    [Theory]
    [InlineData("0 9 * * 1-5", "평일 오전 9시 (Asia/Seoul)", "Every weekday at 09:00 (Asia/Seoul)")]
    [InlineData("0 0 9 * * MON-FRI", "평일 오전 9시 (Asia/Seoul)", "Every weekday at 09:00 (Asia/Seoul)")]
    [InlineData("0 9 * * MON,wed", "매주 월요일, 수요일 오전 9시 (Asia/Seoul)", "Every Monday and Wednesday at 09:00 (Asia/Seoul)")]
    [InlineData("0 9 * * 7", "매주 일요일 오전 9시 (Asia/Seoul)", "Every Sunday at 09:00 (Asia/Seoul)")]
    [InlineData("30 8,18 * * *", "매일 오전 8시 30분, 오후 6시 30분 (Asia/Seoul)", "Every day at 08:30 and 18:30 (Asia/Seoul)")]
    [InlineData("*/15 * * * *", "15분마다 (Asia/Seoul)", "Every 15 minutes (Asia/Seoul)")]
    [InlineData("*/30 9-17 * * 1-5", "평일 오전 9시부터 오후 5시 30분까지 30분마다 (Asia/Seoul)", "Every 30 minutes on weekdays from 09:00 to 17:30 (Asia/Seoul)")]
    [InlineData("0 9-18 * * *", "오전 9시부터 오후 6시까지 1시간마다 (Asia/Seoul)", "Every hour from 09:00 to 18:00 (Asia/Seoul)")]
    [InlineData("15 * * * *", "매시간 15분 (Asia/Seoul)", "Every hour at minute 15 (Asia/Seoul)")]
    [InlineData("0 */4 * * *", "4시간마다 정각 (Asia/Seoul)", "Every 4 hours on the hour (Asia/Seoul)")]
    [InlineData("0 9 L * *", "매월 마지막 날 오전 9시 (Asia/Seoul)", "Every month on the last day at 09:00 (Asia/Seoul)")]
    [InlineData("15,45 * * * *", "매시간 15분, 45분 (Asia/Seoul)", "Every hour at minute 15 and 45 (Asia/Seoul)")]
    [InlineData("0 9 * 12 1-5", "평일 오전 9시, 12월에만 (Asia/Seoul)", "Every weekday only in December at 09:00 (Asia/Seoul)")]
    [InlineData("0 9 * 3 *", "매일 오전 9시, 3월에만 (Asia/Seoul)", "Every day only in March at 09:00 (Asia/Seoul)")]
    [InlineData("0 9 1 JAN,JUL ?", "매년 1월, 7월 1일 오전 9시 (Asia/Seoul)", "Every year in January and July on day 1 at 09:00 (Asia/Seoul)")]
    [InlineData("0 9 * * 1#1", "매월 첫째 월요일 오전 9시 (Asia/Seoul)", "Every month on the first Monday at 09:00 (Asia/Seoul)")]
    [InlineData("0 17 * * 5L", "매월 마지막 금요일 오후 5시 (Asia/Seoul)", "Every month on the last Friday at 17:00 (Asia/Seoul)")]
    [InlineData("0 9 13 * FRI", "cron 식 '0 9 13 * FRI'에 따라, 날짜와 요일이 모두 맞는 날에만 (Asia/Seoul)", "By the cron expression '0 9 13 * FRI', only on days that match both the day of the month and the day of the week (Asia/Seoul)")]
    [InlineData("*/10 0 9 * * *", "cron 식 '*/10 0 9 * * *'에 따라 (Asia/Seoul)", "By the cron expression '*/10 0 9 * * *' (Asia/Seoul)")]
    [InlineData("*/7 * * * *", "cron 식 '*/7 * * * *'에 따라 (Asia/Seoul)", "By the cron expression '*/7 * * * *' (Asia/Seoul)")]
    [InlineData("0 9 LW * *", "cron 식 '0 9 LW * *'에 따라 (Asia/Seoul)", "By the cron expression '0 9 LW * *' (Asia/Seoul)")]
    public void A_common_cron_expression_is_said_and_an_unusual_one_is_named(string cron, string korean, string english) =>
        Assert.Equal(new(korean, english), ScheduleSentences.Of(Cron(cron)));

    [Theory]
    [InlineData("America/New_York", "0 1-2 * * *", "By the cron expression '0 1-2 * * *' (America/New_York)")]
    [InlineData("America/New_York", "0 1,2 * * *", "Every day at 01:00 and 02:00 (America/New_York)")]
    [InlineData("Asia/Seoul", "0 1-2 * * *", "Every day at 01:00 and 02:00 (Asia/Seoul)")]
    [InlineData("America/New_York", "0 0-4/2 * * *", "Every 2 hours from 00:00 to 04:00 (America/New_York)")]
    [InlineData("America/New_York", "30 1-5/2 * * *", "By the cron expression '30 1-5/2 * * *' (America/New_York)")]
    [InlineData("America/New_York", "0 2-6/2 * * *", "Every 2 hours from 02:00 to 06:00 (America/New_York)")]
    [InlineData("America/New_York", "0 1-4 * * *", "Every hour from 01:00 to 04:00 (America/New_York)")]
    [InlineData("America/Santiago", "30 19-23/2 * * *", "By the cron expression '30 19-23/2 * * *' (America/Santiago)")]
    [InlineData("Asia/Seoul", "30 1-5/2 * * *", "Every 2 hours from 01:30 to 05:30 (Asia/Seoul)")]
    [InlineData("Europe/Berlin", "30 2-6/2 * * *", "By the cron expression '30 2-6/2 * * *' (Europe/Berlin)")]
    public void An_expression_that_fires_twice_in_an_autumn_night_is_not_said_as_times_of_day(string zone, string cron, string english) =>
        Assert.Equal(english, ScheduleSentences.Of(Cron(cron) with { TimeZone = zone }).En);

    [Fact]
    public void A_rule_that_counts_weeks_and_months_says_both()
    {
        var text = ScheduleSentences.Of(Cron("x") with { Cron = null, Specs = [new() { Times = ["09:00"], Days = new() { EveryWeeks = 2, EveryMonths = 3, DaysOfWeek = ["tue"], AnchorDate = "2026-12-01" } }] });

        Assert.Equal(new("2026년 12월 1일부터 격주 화요일 오전 9시, 2026-12-01부터 센 3개월마다의 달에만 (Asia/Seoul)", "Every 2 weeks on Tuesday from 2026-12-01 at 09:00, only in each 3. month counted from 2026-12-01 (Asia/Seoul)"), text);
    }

    [Fact]
    public void Days_that_no_month_of_the_expression_has_are_not_said() =>
        Assert.Equal("Every year in February on day 28 and day 29 at 23:00, skipping months without a day 29 (Asia/Seoul)", ScheduleSentences.Of(Cron("0 23 28-31 2 *")).En);

    [Theory]
    [InlineData("0 9 * * *", "Every day at 09:00 except Sundays and 2026-12-31 (Asia/Seoul)")]
    [InlineData("0 9 13 * 5", "By the cron expression '0 9 13 * 5', only on days that match both the day of the month and the day of the week except Sundays and 2026-12-31 (Asia/Seoul)")]
    public void What_a_cron_expression_leaves_out_is_said(string cron, string english) =>
        Assert.Equal(english, ScheduleSentences.Of(Cron(cron) with { Except = new() { DaysOfWeek = ["sun"], Dates = ["2026-12-31"] } }).En);

    public static TheoryData<string, string, ScheduleSpec[], ScheduleExclusion?> Specs() => new()
    {
        {
            "2026년 11월 27일부터 격주 금요일 오후 6시 30분 (Asia/Seoul)", "Every 2 weeks on Friday from 2026-11-27 at 18:30 (Asia/Seoul)",
            [new() { Times = ["18:30"], Days = new() { DaysOfWeek = ["fri"], EveryWeeks = 2, AnchorDate = "2026-11-25" } }], null
        },
        {
            "2026년 11월 22일 오후 2시부터 90분마다 (Asia/Seoul)", "Every 90 minutes from 2026-11-22 at 14:00 (Asia/Seoul)",
            [new() { Every = "PT1H30M", Anchor = new(2026, 11, 22, 5, 0, 0, TimeSpan.Zero) }], null
        },
        {
            "매월 마지막 영업일 오후 5시, 12월 25일, 공휴일 제외 (Asia/Seoul)", "Every month on the last business day at 17:00 except December 25 and public holidays (Asia/Seoul)",
            [new() { Times = ["17:00"], Days = new() { BusinessDays = [-1] } }], new() { Dates = ["12-25"], Holidays = true }
        },
        {
            "매월 13일 오전 9시, 금요일에만 (Asia/Seoul)", "Every month on day 13 only on Fridays at 09:00 (Asia/Seoul)",
            [new() { Times = ["09:00"], Days = new() { DaysOfMonth = [new(13)], DaysOfWeek = ["fri"] } }], null
        },
        {
            "평일 오전 9시, 12월에만 (Asia/Seoul)", "Every weekday only in December at 09:00 (Asia/Seoul)",
            [new() { Times = ["09:00"], Days = new() { Months = [12], DaysOfWeek = ["mon", "tue", "wed", "thu", "fri"] } }], null
        },
        {
            "평일 오전 9시; 매주 토요일 오전 11시, 공휴일 제외 (Asia/Seoul)", "Every weekday at 09:00; every Saturday at 11:00 except public holidays (Asia/Seoul)",
            [new() { Cron = "0 9 * * 1-5" }, new() { Times = ["11:00"], Days = new() { DaysOfWeek = ["sat"] } }], new() { Holidays = true }
        },
        {
            "2026년 11월 16일부터 격주 월요일, 화요일, 수요일, 목요일, 금요일, 토요일, 일요일 오전 9시 (Asia/Seoul)",
            "Every 2 weeks on Monday, Tuesday, Wednesday, Thursday, Friday, Saturday and Sunday from 2026-11-16 at 09:00 (Asia/Seoul)",
            [new() { Times = ["09:00"], Days = new() { EveryWeeks = 2, AnchorDate = "2026-11-22" } }], null
        },
        {
            "2026년 11월 1일부터 격월 매일 오전 9시 (Asia/Seoul)", "Every 2 months on every day from 2026-11-01 at 09:00 (Asia/Seoul)",
            [new() { Times = ["09:00"], Days = new() { EveryMonths = 2, AnchorDate = "2026-11-22" } }], null
        },
        {
            "2026년 11월 2일부터 3개월마다 매주 월요일 오전 9시 (Asia/Seoul)", "Every 3 months on Monday of every week from 2026-11-02 at 09:00 (Asia/Seoul)",
            [new() { Times = ["09:00"], Days = new() { EveryMonths = 3, DaysOfWeek = ["mon"], AnchorDate = "2026-11-22" } }], null
        },
        {
            "2027년 8월 31일부터 격월 31일 오전 9시, 31일이 없는 달은 건너뜀 (Asia/Seoul)", "Every 2 months on day 31 from 2027-08-31 at 09:00, skipping months without a day 31 (Asia/Seoul)",
            [new() { Times = ["09:00"], Days = new() { EveryMonths = 2, DaysOfMonth = [new(31)], AnchorDate = "2027-02-10" } }], null
        },
        {
            "2026년 11월 22일부터 3일마다 오전 9시, 평일에만, 15일에만, 첫 영업일에만, 3월에만 (Asia/Seoul)", "Every 3 days only on weekdays only on day 15 and the first business day only in March from 2026-11-22 at 09:00 (Asia/Seoul)",
            [new() { Times = ["09:00"], Days = new() { EveryDays = 3, DaysOfWeek = ["mon", "tue", "wed", "thu", "fri"], DaysOfMonth = [new(15)], BusinessDays = [1], Months = [3], AnchorDate = "2026-11-22" } }], null
        },
        {
            "2026년 11월 22일 오후 2시 30초부터 90분마다 (Asia/Seoul)", "Every 90 minutes from 2026-11-22 at 14:00:30 (Asia/Seoul)",
            [new() { Every = "PT90M", Anchor = new(2026, 11, 22, 5, 0, 30, TimeSpan.Zero) }], null
        },
        {
            "2026년 11월 22일 오후 2시 30초부터 24시간마다 (Asia/Seoul)", "Every 24 hours from 2026-11-22 at 14:00:30 (Asia/Seoul)",
            [new() { Every = "P1D", Anchor = new(2026, 11, 22, 5, 0, 30, TimeSpan.Zero) }], null
        },
        {
            "2026-11-22 14:00:30부터 P20DT1S 간격으로 (Asia/Seoul)", "Every P20DT1S from 2026-11-22 14:00:30 (Asia/Seoul)",
            [new() { Every = "P20DT1S", Anchor = new(2026, 11, 22, 5, 0, 30, TimeSpan.Zero) }], null
        },
        {
            "2026년 11월 22일 오후 2시부터 90초마다; cron 식 '*/7 * * * *'에 따라 (Asia/Seoul)", "Every 90 seconds from 2026-11-22 at 14:00; by the cron expression '*/7 * * * *' (Asia/Seoul)",
            [new() { Every = "PT90S", Anchor = new(2026, 11, 22, 5, 0, 0, TimeSpan.Zero) }, new() { Cron = "*/7 * * * *" }], null
        },
    };

    [Theory]
    [MemberData(nameof(Specs))]
    public void Specs_are_said_in_one_sentence(string korean, string english, ScheduleSpec[] specs, ScheduleExclusion? except) =>
        Assert.Equal(new(korean, english), ScheduleSentences.Of(new() { Specs = specs, Except = except, TimeZone = Zone, Text = new("", "") }));

    public static TheoryData<string, string, ScheduleInput> Bounded()
    {
        var (start, end) = (new DateTimeOffset(2026, 12, 1, 14, 0, 0, TimeSpan.FromHours(9)), new DateTimeOffset(2026, 12, 31, 18, 0, 0, TimeSpan.FromHours(9)));
        return new()
        {
            { "2026년 12월 1일 오후 2시부터 2026년 12월 31일 오후 6시까지 매일 오전 9시 (Asia/Seoul)", "Every day from 14:00 on 2026-12-01 until 18:00 on 2026-12-31 at 09:00 (Asia/Seoul)", new() { Cron = "0 9 * * *", StartAt = start, EndAt = end } },
            { "2026년 12월 1일 오후 2시부터 평일 오전 9시 (Asia/Seoul)", "Every weekday from 14:00 on 2026-12-01 at 09:00 (Asia/Seoul)", new() { Phrase = "12월 15일부터 평일 9시", StartAt = start } },
            { "2026년 12월 31일 오후 6시까지 30분마다 (Asia/Seoul)", "Every 30 minutes until 18:00 on 2026-12-31 (Asia/Seoul)", new() { Phrase = "30분마다", EndAt = end } },
            { "2026년 12월 1일 오후 2시 1초부터 매일 오전 9시 (Asia/Seoul)", "Every day from 14:00:01 on 2026-12-01 at 09:00 (Asia/Seoul)", new() { Frequency = "daily", Time = "09:00", StartAt = start.AddMilliseconds(1) } },
            { "2026년 12월 11일부터 격주 금요일 오전 9시 (Asia/Seoul)", "Every 2 weeks on Friday from 2026-12-11 at 09:00 (Asia/Seoul)", new() { Phrase = "격주 금요일 9시", StartAt = start } },
            { "2026년 12월 1일 오후 2시부터 3일마다 오전 9시, 오후 9시 (Asia/Seoul)", "Every 3 days from 14:00 on 2026-12-01 at 09:00 and 21:00 (Asia/Seoul)", new() { Phrase = "11월 25일부터 3일마다 9시, 21시", StartAt = start } },
            { "2026년 12월 1일 오후 3시부터 90분마다 (Asia/Seoul)", "Every 90 minutes from 2026-12-01 at 15:00 (Asia/Seoul)", new() { Specs = [new() { Every = "PT90M", Anchor = start.AddMinutes(-30) }], StartAt = start } },
            {
                "cron 식 '*/7 * * * *'에 따라, 2026년 12월 1일 오후 2시부터 2026년 12월 31일 오후 6시까지 (Asia/Seoul)", "By the cron expression '*/7 * * * *' from 14:00 on 2026-12-01 until 18:00 on 2026-12-31 (Asia/Seoul)",
                new() { Cron = "*/7 * * * *", StartAt = start, EndAt = end }
            },
            {
                "평일 오전 9시; 매주 토요일 오전 11시, 일요일 제외, 2026년 12월 1일 오후 2시부터 (Asia/Seoul)", "Every weekday at 09:00; every Saturday at 11:00 from 14:00 on 2026-12-01 except Sundays (Asia/Seoul)",
                new() { Specs = [new() { Cron = "0 9 * * 1-5" }, new() { Cron = "0 11 * * 6" }], Except = new() { DaysOfWeek = ["sun"] }, StartAt = start }
            },
            {
                "매일 오전 9시, 공휴일 제외, 시계가 건너뛰는 시각은 빼고, 두 번 오는 시각은 두 번 다, 한국 공휴일 기준, 최대 30초 늦게 (Europe/Berlin)",
                "Every day at 09:00 except public holidays, not at times that clocks skip, twice at times that clocks repeat, by the public holidays of Korea, up to 30 seconds late (Europe/Berlin)",
                new() { Phrase = "매일 9시, 공휴일 제외", TimeZone = "Europe/Berlin", Gap = "skip", Fold = "both", JitterSeconds = 30, HolidayCalendar = "KR" }
            },
            { "cron 식 '*/7 * * * *'에 따라, 최대 1초 늦게 (Asia/Seoul)", "By the cron expression '*/7 * * * *', up to 1 second late (Asia/Seoul)", new() { Cron = "*/7 * * * *", JitterSeconds = 1 } },
            { "2026년 12월 24일 오후 6시 (Asia/Seoul)", "On 2026-12-24 at 18:00 (Asia/Seoul)", new() { Frequency = "once", At = "2026-12-24T18:00", StartAt = start, EndAt = end } },
        };
    }

    [Theory]
    [MemberData(nameof(Bounded))]
    public void The_beginning_and_the_end_that_count_are_said(string korean, string english, ScheduleInput input)
    {
        var resolved = Assert.IsType<ScheduleResolution.Resolved>(ScheduleRules.Resolve(input, Zone, new(2026, 11, 22, 5, 0, 30, TimeSpan.Zero)));

        Assert.Equal(new(korean, english), resolved.Schedule.Text);
    }

    private static Schedule Cron(string cron) => new() { Cron = cron, TimeZone = Zone, Text = new("", "") };
}
