using SchedulerService.Phrases;

namespace SchedulerService.Tests.Phrases.Finding;

public sealed class PhraseFinderTests
{
    [Theory]
    [InlineData("매주 월요일 아침 8시에 주식 시장을 요약해줘", "매주 월요일 아침 8시에", "주식 시장을 요약해줘", "0 8 * * 1")]
    [InlineData("Summarize AI news every weekday at 7am and mail me", "every weekday at 7am", "Summarize AI news and mail me", "0 7 * * 1-5")]
    [InlineData("매일 아침 8시에 오늘 뉴스를 요약해줘", "매일 아침 8시에", "오늘 뉴스를 요약해줘", "0 8 * * *")]
    [InlineData("매일 저녁 9시에 아침 뉴스를 다시 정리해줘", "매일 저녁 9시에", "아침 뉴스를 다시 정리해줘", "0 21 * * *")]
    [InlineData("매일 오전 9시에 할 일 정리해줘", "매일 오전 9시에", "할 일 정리해줘", "0 9 * * *")]
    [InlineData("지난 24시간 뉴스를 매일 오전 8시에 요약해줘", "매일 오전 8시에", "지난 24시간 뉴스를 요약해줘", "0 8 * * *")]
    [InlineData("반도체 시장 소식을 평일 아침 7시 30분에 메일로 보내줘", "평일 아침 7시 30분에", "반도체 시장 소식을 메일로 보내줘", "30 7 * * 1-5")]
    [InlineData("매일경제 기사를 30분마다 확인해줘", "30분마다", "매일경제 기사를 확인해줘", "*/30 * * * *")]
    [InlineData("매주 금요일 오후 5시에 이번 주 회의록을 정리해줘", "매주 금요일 오후 5시에", "이번 주 회의록을 정리해줘", "0 17 * * 5")]
    [InlineData("월말에 볼 수 있게 매월 말일 오후 6시에 비용을 정리해줘", "매월 말일 오후 6시에", "월말에 볼 수 있게 비용을 정리해줘", "0 18 L * *")]
    [InlineData("Every Monday at 9am, list today's meetings", "Every Monday at 9am", "list today's meetings", "0 9 * * 1")]
    [InlineData("Summarize the last 24 hours of news every day at 8am", "every day at 8am", "Summarize the last 24 hours of news", "0 8 * * *")]
    [InlineData("At noon every day send me 3 articles about the sun", "At noon every day", "send me 3 articles about the sun", "0 12 * * *")]
    [InlineData("on Mondays at 8am summarize Sunday's games", "on Mondays at 8am", "summarize Sunday's games", "0 8 * * 1")]
    [InlineData("Check the site every 10 minutes.", "every 10 minutes", "Check the site", "*/10 * * * *")]
    [InlineData("Every morning summarize the stock market at 8am", "Every morning at 8am", "summarize the stock market", "0 8 * * *")]
    [InlineData("격주 금요일 오후 6시 반에 회고를 정리해줘", "격주 금요일 오후 6시 반에", "회고를 정리해줘", "18:30 fri /2w @2026-11-27")]
    [InlineData("매출 보고서를 매월 마지막 영업일 오후 5시에 보내줘", "매월 마지막 영업일 오후 5시에", "매출 보고서를 보내줘", "17:00 b-1")]
    [InlineData("매월 첫째 월요일 오전 9시에 지난달 비용을 정리해줘", "매월 첫째 월요일 오전 9시에", "지난달 비용을 정리해줘", "0 9 * * 1#1")]
    [InlineData("평일 9시부터 18시까지 매시간 서버 상태를 확인해줘", "평일 9시부터 18시까지 매시간", "서버 상태를 확인해줘", "0 9-18 * * 1-5")]
    [InlineData("평일 오전 9시(공휴일 제외)에 뉴스를 요약해줘", "평일 오전 9시(공휴일 제외)에", "뉴스를 요약해줘", "09:00 mon,tue,wed,thu,fri !holidays")]
    [InlineData("90분마다 재고를 확인해줘", "90분마다", "재고를 확인해줘", "PT90M @2026-11-22T14:00")]
    [InlineData("매년 3월 2일 오전 9시에 개학 인사를 써줘", "매년 3월 2일 오전 9시에", "개학 인사를 써줘", "0 9 2 3 *")]
    [InlineData("12월 31일까지 매일 오전 9시에 환율을 알려줘", "12월 31일까지 매일 오전 9시에", "환율을 알려줘", "0 9 * * * until 2026-12-31")]
    [InlineData("매일 오전 9시와 오후 6시 30분에 메일을 정리해줘", "매일 오전 9시와 오후 6시 30분에", "메일을 정리해줘", "09:00,18:30")]
    [InlineData("매일 오전 9시에 뉴스를 요약해 주세요", "매일 오전 9시에", "뉴스를 요약해 주세요", "0 9 * * *")]
    [InlineData("Send me the report every other Friday at 5pm", "every other Friday at 5pm", "Send me the report", "17:00 fri /2w @2026-11-27")]
    [InlineData("On the last business day of the month at 5pm send the invoices", "On the last business day of the month at 5pm", "send the invoices", "17:00 b-1")]
    [InlineData("Summarize the news weekdays at 9am except holidays", "weekdays at 9am except holidays", "Summarize the news", "09:00 mon,tue,wed,thu,fri !holidays")]
    [InlineData("Check the queue every 2 hours from 9am to 5pm on weekdays", "every 2 hours from 9am to 5pm on weekdays", "Check the queue", "0 9,11,13,15,17 * * 1-5")]
    [InlineData("Remind me every day at 9am to drink water", "every day at 9am", "Remind me to drink water", "0 9 * * *")]
    [InlineData("Please ping the server every 45 minutes.", "every 45 minutes", "Please ping the server", "PT45M @2026-11-22T14:00")]
    [InlineData("매일 오전 9시 (Asia/Seoul)에 뉴스를 요약해줘", "매일 오전 9시 (Asia/Seoul)에", "뉴스를 요약해줘", "0 9 * * *")]
    [InlineData("매월 31일 오전 9시, 31일이 없는 달은 건너뜀 (Asia/Seoul)에 결산해줘", "매월 31일 오전 9시, 31일이 없는 달은 건너뜀 (Asia/Seoul)에", "결산해줘", "0 9 31 * *")]
    [InlineData("Every day at 09:00 (Asia/Seoul) summarize the news", "Every day at 09:00 (Asia/Seoul)", "summarize the news", "0 9 * * *")]
    [InlineData("Summarize only the news every day at 8am", "every day at 8am", "Summarize only the news", "0 8 * * *")]
    [InlineData("매시 15분과 45분에 재고를 확인해줘", "매시 15분과 45분에", "재고를 확인해줘", "15,45 * * * *")]
    [InlineData("매시간 정각에 서버 상태를 확인해줘", "매시간 정각에", "서버 상태를 확인해줘", "0 * * * *")]
    public void The_phrase_is_found_inside_the_sentence(string sentence, string phrase, string rest, string cron)
    {
        var found = PhraseGrammar.Find(sentence, PhraseCorpus.Now);

        Assert.NotNull(found);
        Assert.Equal((phrase, rest), (found.Phrase, found.Rest));
        Assert.Equal(cron, Outcome.Of(Assert.IsType<PhraseReading.Understood>(found.Reading).Shape));
        Assert.Equal(cron, Outcome.Of(PhraseGrammarTests.Understood(phrase)));
    }

    [Theory]
    [InlineData("내일 아침 7시에 날씨를 알려줘", "내일 아침 7시에", "2026-11-23T07:00:00")]
    [InlineData("20분 뒤에 다시 알려줘", "20분 뒤에", "2026-11-22T14:20:30")]
    [InlineData("Remind me in 20 minutes", "in 20 minutes", "2026-11-22T14:20:30")]
    [InlineData("tomorrow at 7am tell me the weather", "tomorrow at 7am", "2026-11-23T07:00:00")]
    public void A_time_that_comes_once_is_found(string sentence, string phrase, string at)
    {
        var found = PhraseGrammar.Find(sentence, PhraseCorpus.Now);

        Assert.Equal(phrase, found?.Phrase);
        Assert.Equal(at, Outcome.Of(Assert.IsType<PhraseReading.Understood>(found!.Reading).Shape));
    }

    [Theory]
    [InlineData("주식 시장을 요약해줘")]
    [InlineData("오늘의 뉴스를 요약해줘")]
    [InlineData("내일 일정을 정리해줘")]
    [InlineData("월요일 회의록을 요약해줘")]
    [InlineData("반도체 분석 보고서를 써줘")]
    [InlineData("매일경제 기사를 요약해줘")]
    [InlineData("3월 15일 매출을 분석해줘")]
    [InlineData("Summarize the news")]
    [InlineData("Write a report about Monday's meeting")]
    [InlineData("What happened in the last 24 hours?")]
    [InlineData("Give me 3 ideas for the weekend")]
    [InlineData("")]
    public void A_sentence_that_does_not_speak_of_a_schedule_gives_nothing(string sentence) =>
        Assert.Null(PhraseGrammar.Find(sentence, PhraseCorpus.Now));

    [Theory]
    [InlineData("매주 월요일에 요약해줘", "missing-time", "매주 월요일 오전 9시")]
    [InlineData("매일 아침 뉴스를 요약해줘", "missing-time", "매일 오전 8시")]
    [InlineData("매일 6시에 요약해줘", "ambiguous-hour", "매일 오후 6시")]
    [InlineData("아침 8시에 요약해줘", "missing-day", "매일 오전 8시")]
    [InlineData("매일 아침 8시에 요약하고 저녁 6시에 메일 보내줘", "conflict", "매일 오후 6시")]
    [InlineData("격주 금요일에 회고를 정리해줘", "missing-time", "격주 금요일 오전 9시")]
    [InlineData("평일 9시부터 18시까지 서버를 확인해줘", "range", "평일 오전 9시부터 오후 6시까지 30분마다")]
    [InlineData("매월 첫째 주 월요일 오전 9시에 회의록을 써줘", "ambiguous-rule", "매월 첫째 월요일 오전 9시")]
    [InlineData("Remind me every third Thursday at 9am", "ambiguous-rule", "every month on the third Thursday at 09:00")]
    [InlineData("Mail me the report twice a day", "missing-time", "every day at 09:00 and 18:00")]
    [InlineData("Summarize the market every Monday", "missing-time", "every Monday at 09:00")]
    [InlineData("Summarize the news at 8am", "missing-day", "every day at 08:00")]
    [InlineData("주말 제외 매일 뉴스를 요약해줘", "missing-time", "평일 오전 9시")]
    [InlineData("매일 9:60에 요약해줘", "impossible-time", "매일 오전 10시")]
    [InlineData("Summarize the news every day at 9.30", "time-format", "every day at 09:30")]
    [InlineData("12월 31일까지 뉴스를 매일 아침 9시에 요약해줘", "ambiguous-rule", "2026년 12월 31일까지 매일 오전 9시")]
    [InlineData("12월 31일까지 뉴스를 매일 아침 9시에 요약해줘", "ambiguous-rule", "매일 오전 9시")]
    [InlineData("Every day at 9am list shops that open only on Fridays", "ambiguous-rule", "every Friday at 09:00")]
    [InlineData("매일 아침 9시에 요약해줘. 주말에는 하지 마", "ambiguous-rule", "평일 오전 9시")]
    [InlineData("Summarize this week every Friday at 5pm", "unsupported", "every Friday at 17:00")]
    [InlineData("매일 오전 9시에 요약해줘\n다음 주부터", "unsupported", "2026년 11월 23일부터 매일 오전 9시")]
    public void A_sentence_whose_schedule_is_not_clear_is_refused_with_suggestions(string sentence, string code, string suggestion)
    {
        var refused = Assert.IsType<PhraseReading.Refused>(PhraseGrammar.Find(sentence, PhraseCorpus.Now)?.Reading);

        Assert.Equal(code, refused.Refusal.Code);
        Assert.Contains(suggestion, refused.Refusal.Suggestions);
    }
}
