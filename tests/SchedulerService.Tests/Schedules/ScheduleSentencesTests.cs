using AgentPlatform.Contracts.Schedules;
using SchedulerService.Schedules;

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
    [InlineData("0 9 1 JAN,JUL ?", "매년 1월, 7월 1일 오전 9시 (Asia/Seoul)", "Every year in January and July on day 1 at 09:00 (Asia/Seoul)")]
    [InlineData("0 9 * * 1#1", "매월 첫째 월요일 오전 9시 (Asia/Seoul)", "Every month on the first Monday at 09:00 (Asia/Seoul)")]
    [InlineData("0 17 * * 5L", "매월 마지막 금요일 오후 5시 (Asia/Seoul)", "Every month on the last Friday at 17:00 (Asia/Seoul)")]
    [InlineData("0 9 13 * FRI", "cron 식 '0 9 13 * FRI'에 따라, 날짜와 요일이 모두 맞는 날에만 (Asia/Seoul)", "By the cron expression '0 9 13 * FRI', only on days that match both the day of the month and the day of the week (Asia/Seoul)")]
    [InlineData("*/10 0 9 * * *", "cron 식 '*/10 0 9 * * *'에 따라 (Asia/Seoul)", "By the cron expression '*/10 0 9 * * *' (Asia/Seoul)")]
    [InlineData("*/7 * * * *", "cron 식 '*/7 * * * *'에 따라 (Asia/Seoul)", "By the cron expression '*/7 * * * *' (Asia/Seoul)")]
    [InlineData("0 9 LW * *", "cron 식 '0 9 LW * *'에 따라 (Asia/Seoul)", "By the cron expression '0 9 LW * *' (Asia/Seoul)")]
    public void A_common_cron_expression_is_said_and_an_unusual_one_is_named(string cron, string korean, string english) =>
        Assert.Equal(new(korean, english), ScheduleSentences.SayCron(cron, null, Zone));

    [Theory]
    [InlineData("0 9 * * *", "Every day at 09:00 except Sundays and 2026-12-31 (Asia/Seoul)")]
    [InlineData("0 9 13 * 5", "By the cron expression '0 9 13 * 5', only on days that match both the day of the month and the day of the week except Sundays and 2026-12-31 (Asia/Seoul)")]
    public void What_a_cron_expression_leaves_out_is_said(string cron, string english) =>
        Assert.Equal(english, ScheduleSentences.SayCron(cron, new() { DaysOfWeek = ["sun"], Dates = ["2026-12-31"] }, Zone).En);

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
            "매월 13일 금요일 오전 9시 (Asia/Seoul)", "Every month on day 13 only on Fridays at 09:00 (Asia/Seoul)",
            [new() { Times = ["09:00"], Days = new() { DaysOfMonth = [new(13)], DaysOfWeek = ["fri"] } }], null
        },
        {
            "매년 12월 평일 오전 9시 (Asia/Seoul)", "Every year in December on weekdays at 09:00 (Asia/Seoul)",
            [new() { Times = ["09:00"], Days = new() { Months = [12], DaysOfWeek = ["mon", "tue", "wed", "thu", "fri"] } }], null
        },
        {
            "평일 오전 9시; 매주 토요일 오전 11시, 공휴일 제외 (Asia/Seoul)", "Every weekday at 09:00; every Saturday at 11:00 except public holidays (Asia/Seoul)",
            [new() { Cron = "0 9 * * 1-5" }, new() { Times = ["11:00"], Days = new() { DaysOfWeek = ["sat"] } }], new() { Holidays = true }
        },
        {
            "PT90S 간격으로; cron 식 '*/7 * * * *'에 따라 (Asia/Seoul)", "Every PT90S; by the cron expression '*/7 * * * *' (Asia/Seoul)",
            [new() { Every = "PT90S", Anchor = new(2026, 11, 22, 5, 0, 0, TimeSpan.Zero) }, new() { Cron = "*/7 * * * *" }], null
        },
    };

    [Theory]
    [MemberData(nameof(Specs))]
    public void Specs_are_said_in_one_sentence(string korean, string english, ScheduleSpec[] specs, ScheduleExclusion? except) =>
        Assert.Equal(new(korean, english), ScheduleSentences.SaySpecs(specs, except, Zone));
}
