using SchedulerService.Phrases.Clauses;
using SchedulerService.Phrases.Meanings;
using SchedulerService.Phrases.Refusing;
using SchedulerService.Phrases.Words;
using SchedulerService.Schedules.Shapes;

namespace SchedulerService.Tests.Phrases;

/// <summary>A suggestion says what the refused phrase says, but for the part that was wrong or missing.</summary>
public sealed class PhraseSuggestionTests
{
    [Theory]

    // Days left out, beginnings, ends, zones.
    [InlineData("주말 제외 매일", "평일 오전 9시")]
    [InlineData("weekdays except holidays", "every weekday at 09:00 except public holidays")]
    [InlineData("주말 제외 오전 9시", "평일 오전 9시")]
    [InlineData("12월 25일 빼고 매일", "매일 오전 9시, 12월 25일 제외")]
    [InlineData("12월 1일부터 매일", "2026년 12월 1일부터 매일 오전 9시")]
    [InlineData("내일 오전 7시부터 매일", "2026년 11월 23일부터 매일 오전 7시")]
    [InlineData("every Monday until Dec 31", "every Monday until 2026-12-31 at 09:00")]
    [InlineData("평일, 12월에만", "평일 오전 9시, 12월에만")]
    [InlineData("every Monday (Europe/Berlin)", "every Monday at 09:00 (Europe/Berlin)")]
    [InlineData("2월 30일부터 매일 9시", "2027년 2월 28일부터 매일 오전 9시")]
    [InlineData("every day at 9am from Dec 31 until Dec 1", "every day from 2026-12-31 until 2027-12-01 at 09:00")]
    [InlineData("2020년 12월 31일까지 매일 9시", "2026년 12월 31일까지 매일 오전 9시")]
    [InlineData("tomorrow at 9am until Dec 31", "every day until 2026-12-31 at 09:00")]
    [InlineData("내일 오전 9시, 주말 제외", "평일 오전 9시")]
    [InlineData("every hour from 10pm to 2am except on weekends", "every hour on weekdays from 22:00 to 23:59")]

    // Counts.
    [InlineData("twice a day", "every day at 09:00 and 18:00")]
    [InlineData("하루에 세 번", "매일 오전 9시, 오후 1시 30분, 오후 6시")]
    [InlineData("하루에 두 번 오전 9시", "매일 오전 9시, 오후 6시")]
    [InlineData("3 times a week at 9am", "every Monday, Wednesday and Friday at 09:00")]
    [InlineData("주 2회 오전 9시", "매주 월요일, 목요일 오전 9시")]
    [InlineData("three times a week on Monday and Thursday at 9am", "every Monday, Wednesday and Thursday at 09:00")]
    [InlineData("월 2회 오전 9시", "매월 1일, 15일 오전 9시")]
    [InlineData("twice a year at 9am", "every year in January and July on day 1 at 09:00")]

    [InlineData("하루에 24번", "매시간 정각")]
    [InlineData("하루에 100번, 주말 제외", "평일 12분마다")]

    // What is nearest.
    [InlineData("in 0 minutes", "on 2026-11-22 at 14:01:30")]
    [InlineData("세 달 뒤 오전 9시", "2027년 2월 22일 오전 9시")]
    [InlineData("2월 30일 9시", "2027년 2월 28일 오전 9시")]
    [InlineData("4월 31일 오전 9시", "2027년 4월 30일 오전 9시")]
    [InlineData("13월 1일 오전 9시", "2026년 12월 1일 오전 9시")]
    [InlineData("매년 2월 30일 오전 9시", "매년 2월 마지막 날 오전 9시")]
    [InlineData("매월 6번째 월요일 오전 9시", "매월 마지막 월요일 오전 9시")]
    [InlineData("매월 1일 9시부터 12시까지 매시간", "매월 1일 오전 9시, 오전 10시, 오전 11시, 정오")]
    [InlineData("Thursday, December 25 at 9am", "on 2026-12-25 at 09:00")]
    [InlineData("12월 24일과 25일 오전 9시", "2026년 12월 25일 오전 9시")]
    [InlineData("매시 15분 45분", "매시간 15분, 45분")]
    [InlineData("every day in December at 9am", "every day from 2026-12-01 until 2026-12-31 at 09:00")]
    [InlineData("매일 오전 8시에 18시", "매일 오전 8시, 오후 6시")]
    [InlineData("오늘", "2026년 11월 22일 오후 6시")]
    [InlineData("매일 내일 오전 9시", "2026년 11월 23일 오전 9시")]
    [InlineData("매년 3월 2일과 9월 1일 오전 9시", "매년 9월 1일 오전 9시")]
    [InlineData("2년마다 3월 2일 오전 9시", "매년 3월 2일 오전 9시")]
    [InlineData("격월 첫 영업일 오전 9시", "2026년 12월 1일부터 격월 첫 영업일 오전 9시")]
    [InlineData("격일 월요일 오전 9시", "격일 오전 9시")]
    [InlineData("every hour at 15 and 45", "every hour at minute 15 and 45")]
    [InlineData("매시 15분과 75분", "매시간 15분")]

    // Words of time that are known and mean no schedule yet.
    [InlineData("이번 주말 오전 10시", "2026년 11월 28일 오전 10시")]
    [InlineData("이번 주말 오전 10시", "2026년 11월 29일 오전 10시")]
    [InlineData("this weekend at 10am", "on 2026-11-28 at 10:00")]
    [InlineData("next weekend at 10am", "on 2026-12-05 at 10:00")]
    [InlineData("다음 주 평일 오전 9시", "2026년 11월 23일부터 2026년 11월 29일까지 평일 오전 9시")]
    [InlineData("다음 달 15일 오전 9시", "2026년 12월 15일 오전 9시")]
    [InlineData("다음 달까지 매일 오전 9시", "2026년 12월 31일까지 매일 오전 9시")]
    [InlineData("every day at 9am from next week", "every day from 2026-11-23 at 09:00")]
    [InlineData("every day at 9am until Friday", "every day until 2026-11-27 at 09:00")]
    [InlineData("내년 12월 25일 오전 10시", "2027년 12월 25일 오전 10시")]
    [InlineData("every hour and a half", "every 90 minutes from 2026-11-22 at 14:00")]
    [InlineData("in an hour and a half", "on 2026-11-22 at 15:30:30")]
    [InlineData("매일 9시 10분 전", "매일 오전 8시 50분")]
    [InlineData("매일 9시 10분 전", "매일 오전 9시 10분")]
    [InlineData("매월 1일부터 5일까지 오전 9시", "매월 1일, 2일, 3일, 4일, 5일 오전 9시")]
    [InlineData("매월 십일 오전 10시", "매월 10일 오전 10시")]
    [InlineData("매월 십일 오전 10시", "매월 11일 오전 10시")]
    [InlineData("every day at 9am EST", "every day at 09:00 (America/New_York)")]
    [InlineData("every day at 9am CST", "every day at 09:00 (Asia/Shanghai)")]
    [InlineData("every 5 minutes for 2 hours", "every 5 minutes until 16:00 on 2026-11-22")]
    [InlineData("2주 동안 매일 오전 9시", "2026년 12월 6일 오후 2시까지 매일 오전 9시")]
    [InlineData("매일 오후 2시와 4시", "매일 오후 2시, 오후 4시")]
    [InlineData("매일 오전 9시와 4시", "매일 오전 9시, 오후 4시")]
    [InlineData("15일 오전 9시", "2026년 12월 15일 오전 9시")]
    [InlineData("15일 오전 9시", "매월 15일 오전 9시")]

    // A beginning that has passed, and an end to come.
    [InlineData("every day at 9am from November 20 until December 24", "every day until 2026-12-24 at 09:00")]
    [InlineData("every day at 9am from November 20 until December 24", "every day from 2027-11-20 until 2027-12-24 at 09:00")]
    [InlineData("11월 20일부터 12월 24일까지 평일 9시", "2026년 12월 24일까지 평일 오전 9시")]

    // Each group of days by itself.
    [InlineData("every Monday and every other Friday at 9am", "every 2 weeks on Friday at 09:00")]
    [InlineData("every other Saturday and weekdays at 9am", "every weekday at 09:00")]
    [InlineData("평일과 격주 토요일 오전 9시", "격주 토요일 오전 9시")]
    [InlineData("매월 1일과 격월 15일 오전 9시", "격월 15일 오전 9시")]

    // What one number counts of another.
    [InlineData("second last Friday of the month at 9am", "every month on the last Friday at 09:00")]
    [InlineData("2nd last business day of the month at 9am", "every month on the second to last business day at 09:00")]
    [InlineData("third last day of the month", "every month on the last day at 09:00")]
    [InlineData("매월 마지막 2영업일 오전 9시", "매월 끝에서 2번째 영업일, 마지막 영업일 오전 9시")]
    [InlineData("매월 첫 3일 오전 9시", "매월 1일, 2일, 3일 오전 9시")]
    [InlineData("매월 1일과 마지막 15일 오전 9시", "매월 1일, 15일 오전 9시")]
    [InlineData("매월 1일 15일 오전 9시", "매월 1일, 15일 오전 9시")]

    // The day before a night's midnight and the day behind it.
    [InlineData("every Friday night at midnight", "every Saturday at 00:00")]
    [InlineData("Sunday night at 12:30 am", "every Monday at 00:30")]
    [InlineData("tonight at 12:30am", "on 2026-11-23 at 00:30")]
    [InlineData("매주 토요일 밤 12시 30분", "매주 일요일 오전 0시 30분")]
    [InlineData("매주 금요일 밤 1시", "매주 토요일 오전 1시")]
    [InlineData("매월 말일 밤 자정", "매월 1일 자정")]
    [InlineData("매년 12월 말일 밤 12시", "매년 1월 1일 자정")]
    [InlineData("15일 밤 12시", "매월 16일 자정")]
    [InlineData("내일 밤 자정", "2026년 11월 24일 자정")]
    [InlineData("매월 첫째 월요일 밤 자정", "매월 첫째 월요일 오후 11시 59분")]

    // Intervals from a beginning.
    [InlineData("내일 오전 8시부터 평일 12시간마다", "2026년 11월 23일부터 평일 오전 8시, 오후 8시")]
    [InlineData("내일 오전 9시 10분부터 평일 30분마다", "2026년 11월 23일 오전 9시 10분부터 평일 매시간 10분, 40분")]
    [InlineData("every hour on weekdays from tomorrow at 15:30", "every hour at minute 30 on weekdays from 2026-11-23 at 15:30")]
    [InlineData("every 12 hours at minute 30 from tomorrow at 8am", "every 12 hours counted from 2026-11-23 at 08:00")]

    // A year.
    [InlineData("every Feb 29 at 9am until 2027", "every year in February on day 29 until 2028-12-31 at 09:00")]
    [InlineData("every day at 9am until 2027", "every day until 2026-12-31 at 09:00")]
    [InlineData("every day at 9am until 2027", "every day until 2027-12-31 at 09:00")]

    // The time that was meant.
    [InlineData("every day at 9:60", "every day at 10:00")]
    [InlineData("every day at 09.30", "every day at 09:30")]
    [InlineData("매일 9:5", "매일 오전 9시 50분")]
    [InlineData("every day at 9:00:30", "every day at 09:00")]
    [InlineData("every day at 13pm", "every day at 13:00")]
    [InlineData("every day at 0pm", "every day at 12:00")]
    [InlineData("every day at 9am am", "every day at 09:00")]
    [InlineData("매일 오전", "매일 오전 9시")]

    // Both readings, the interval, all of a list, the beginning from which a length counts, and other spellings.
    [InlineData("every Monday except the first at 9am", "every Monday at 09:00 except day 1")]
    [InlineData("every Monday except the first at 9am", "every month on the second Monday, the third Monday, the fourth Monday and the fifth Monday at 09:00")]
    [InlineData("매주 월요일 첫째만 9시", "매월 첫째 월요일 오전 9시")]
    [InlineData("매주 월요일 첫째만 9시", "매월 1일 오전 9시, 월요일에만")]
    [InlineData("every hour from 2 to 8", "every hour from 02:00 to 08:00")]
    [InlineData("every hour from 2 to 8", "every hour from 14:00 to 20:00")]
    [InlineData("매 15일 9시", "매월 15일 오전 9시")]
    [InlineData("매월 15일마다 9시", "매월 15일 오전 9시")]
    [InlineData("매월 15일마다 9시", "15일마다 오전 9시")]
    [InlineData("월요일 30분마다", "매주 월요일 30분마다")]
    [InlineData("월요일 30분마다", "2026년 11월 23일부터 2026년 11월 23일까지 30분마다")]
    [InlineData("every hour starting Dec 7 at 9am until 5pm", "every hour from 09:00 to 17:00 from 2026-12-07 until 2026-12-07")]
    [InlineData("every Monday from January to March", "every Monday only in January, February and March at 09:00")]
    [InlineData("every Monday from January to March", "every Monday from 2027-01-01 until 2027-03-31 at 09:00")]
    [InlineData("every morning at 12", "every day at 12:00")]
    [InlineData("주말 아닌 날 9시", "평일 오전 9시")]
    [InlineData("every day at 9am until March", "every day until 2027-02-28 at 09:00")]
    [InlineData("every day at 9am until June 2027", "every day until 2027-06-30 at 09:00")]
    [InlineData("12월 첫째 월요일 빼고 매일 9시", "매일 오전 9시")]
    [InlineData("다음 주부터 격주 금요일", "2026년 11월 27일부터 격주 금요일 오전 9시")]
    [InlineData("내일부터 2주 동안 매일 9시", "2026년 11월 23일부터 2026년 12월 6일까지 매일 오전 9시")]
    [InlineData("12월 10일부터 5일간 매일 9시", "2026년 12월 10일부터 2026년 12월 14일까지 매일 오전 9시")]
    [InlineData("12월 31일 24시", "2027년 1월 1일 자정")]
    [InlineData("tonight at 12", "on 2026-11-23 at 00:00")]
    [InlineData("매일 저녁 12시", "매일 자정")]
    [InlineData("every 8 hours starting at 6am", "every day at 06:00, 14:00 and 22:00")]
    [InlineData("오전 6시부터 8시간마다", "매일 오전 6시, 오후 2시, 오후 10시")]
    [InlineData("매일 22시부터 6시까지 1시간마다", "오후 10시부터 오전 6시까지 1시간마다")]
    [InlineData("평일 밤 10시부터 새벽 2시까지 30분마다", "오후 10시부터 오전 2시까지 30분마다")]
    [InlineData("내일 9시부터 18시까지 2시간마다", "2026년 11월 23일부터 오전 9시부터 오후 6시까지 2시간마다")]
    [InlineData("on the 15th of January, April, July and October at 9am", "every year in January, April, July and October on day 15 at 09:00")]
    [InlineData("9am and 6pm", "every day at 09:00 and 18:00")]
    [InlineData("weekdays at 9 and weekends at 11", "every Saturday and Sunday at 11:00")]
    [InlineData("내일부터 금요일까지 매일 9시", "2026년 11월 23일부터 2026년 11월 27일까지 매일 오전 9시")]
    [InlineData("every day at 9am until the end of the year", "every day until 2026-12-31 at 09:00")]
    [InlineData("연말까지 매일 9시", "2026년 12월 31일까지 매일 오전 9시")]
    [InlineData("평일 9시, 휴일 제외", "평일 오전 9시, 공휴일 제외")]
    [InlineData("every day at 9am America/New_York", "every day at 09:00 (America/New_York)")]
    [InlineData("2026-12-25T10:00:00Z", "on 2026-12-25 at 10:00 (Etc/UTC)")]
    [InlineData("월말 9시", "매월 마지막 날 오전 9시")]
    [InlineData("분기말 9시", "매년 3월, 6월, 9월, 12월 마지막 날 오전 9시")]
    [InlineData("end of month at 9am", "every month on the last day at 09:00")]
    [InlineData("분기 마지막 영업일 9시", "매년 3월, 6월, 9월, 12월 마지막 영업일 오전 9시")]
    [InlineData("12/25 10시", "2026년 12월 25일 오전 10시")]
    [InlineData("12.25 오전 10시", "2026년 12월 25일 오전 10시")]
    [InlineData("12/25/2026 at 10am", "on 2026-12-25 at 10:00")]
    [InlineData("03/04/2027 at 10am", "on 2027-04-03 at 10:00")]
    [InlineData("every day at 1730", "every day at 17:30")]
    [InlineData("every day at 17h30", "every day at 17:30")]
    [InlineData("every day at seven fifteen pm", "every day at 19:15")]
    [InlineData("every day at ten to nine am", "every day at 08:50")]
    [InlineData("every day at quarter after 8", "every day at 08:15")]
    [InlineData("1일 2회 9시와 18시", "매일 오전 9시, 오후 6시")]
    [InlineData("매월 5영업일째 9시", "매월 5번째 영업일 오전 9시")]
    [InlineData("매시 반", "매시간 30분")]
    [InlineData("MWF at 9am", "every Monday, Wednesday and Friday at 09:00")]
    [InlineData("M-F at 9", "every weekday at 09:00")]
    [InlineData("12월 말일 9시", "2026년 12월 31일 오전 9시")]
    [InlineData("first Monday of January at 10am", "on 2027-01-04 at 10:00")]
    [InlineData("마지막 금요일 오후 5시", "2026년 11월 27일 오후 5시")]
    [InlineData("every Monday except the second at 9am", "every month on the first Monday, the third Monday, the fourth Monday and the fifth Monday at 09:00")]
    [InlineData("Tuesdays at 9am, first and third only", "every month on the first Tuesday and the third Tuesday at 09:00")]
    [InlineData("3주 동안 매주 월요일 9시 다음 주부터", "2026년 11월 23일부터 2026년 12월 13일까지 매주 월요일 오전 9시")]
    [InlineData("starting Monday for two weeks every day at 9am", "every day from 2026-11-23 until 2026-12-06 at 09:00")]
    [InlineData("매일 9시부터 30분마다", "오전 9시부터 오후 11시 59분까지 30분마다")]
    [InlineData("every day at 9am but only in December", "every day only in December at 09:00")]
    [InlineData("매월 첫 5영업일 9시", "매월 첫 영업일, 2번째 영업일, 3번째 영업일, 4번째 영업일, 5번째 영업일 오전 9시")]
    public void A_suggestion_keeps_what_was_said(string phrase, string suggestion)
    {
        var refusal = PhraseCorpus.Refusal(phrase);

        Assert.Contains(suggestion, refusal.Suggestions);
        Assert.All(refusal.Suggestions, text => PhraseGrammarTests.Understood(text));
    }

    [Theory]
    [InlineData("every day at 9am except the first Monday of the month", "first Monday")]
    [InlineData("12월 첫째 월요일 빼고 매일 9시", "12월")]
    [InlineData("매일 9시, 첫째 월요일 제외", "월요일")]
    [InlineData("주말 아닌 날 9시", "주말")]
    [InlineData("7월과 8월 빼고 매주 월요일", "7월")]
    [InlineData("every hour except in December", "December")]
    [InlineData("every day until March", "only in March")]
    [InlineData("every day at 9am except Mondays in July", "July")]
    [InlineData("매일 9시, 12월 주말 제외", "12월")]
    [InlineData("매일 9시, 12월 24일부터 26일까지 제외", "12월 24일부터")]
    [InlineData("every day at 9am except from Dec 24 to Dec 26", "from 2026-12-24")]
    [InlineData("내일 9시부터 18시까지 2시간마다", "18분")]
    public void No_suggestion_is_the_opposite_of_what_was_said(string phrase, string opposite) =>
        Assert.All(PhraseCorpus.Refusal(phrase).Suggestions, suggestion => Assert.DoesNotContain(opposite, suggestion, StringComparison.Ordinal));

    [Theory]
    [MemberData(nameof(PhraseCorpus.Refused), MemberType = typeof(PhraseCorpus))]
    public void No_suggestion_forgets_that_days_are_left_out_or_that_there_is_an_end(string phrase, string code)
    {
        PhraseTokenizer.Read(phrase, out var tokens);
        var said = new List<Clause>();
        ClauseReader.ReadAll(new(tokens), said);
        var excluded = said.OfType<Clause.Except>().Aggregate(DayExclusion.None, (all, clause) => all.And(clause.Days));

        // What the words exclude cannot be kept where it is what is wrong.
        if (code is RefusalCodes.NothingLeft or RefusalCodes.NothingWithin || !(said.Exists(clause => clause is Clause.Ending) || !excluded.IsEmpty))
        {
            return;
        }

        var suggestions = PhraseCorpus.Refusal(phrase).Suggestions.Select(PhraseGrammarTests.Understood).Where(shape => shape.Kind != ScheduleKind.Once).ToArray();

        Assert.All(suggestions, shape =>
        {
            Assert.Equal(excluded.Holidays, shape.Except.Holidays);
            Assert.Equal(0, (shape.Days == 0 ? DaySet.All : shape.Days) & excluded.Days & ~shape.Except.Days);

            // From January to March is an end, or months of each year.
            Assert.Equal(said.Exists(clause => clause is Clause.Ending), shape.Until is not null || shape.Months.Count > 0);
        });
    }
}
