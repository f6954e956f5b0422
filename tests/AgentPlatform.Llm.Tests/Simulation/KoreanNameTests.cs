using AgentPlatform.Llm.Simulation;

namespace AgentPlatform.Llm.Tests.Simulation;

public sealed class KoreanNameTests
{
    [Theory]
    [InlineData("매주 월요일 아침 8시에 주식 시장을 요약해줘", "주식 시장 요약")]
    [InlineData("매일 아침 9시에 AI 뉴스를 정리해줘", "AI 뉴스 정리")]
    [InlineData("매일 오전 7시 30분에 서울 날씨를 알려줘", "서울 날씨 알림")]
    [InlineData("평일 오후 6시마다 팀 업무 보고서를 작성해 주세요", "팀 업무 보고서 작성")]
    [InlineData("매월 1일에 지출 내역을 분석해줘", "지출 내역 분석")]
    [InlineData("매달 말일에 매출 보고서를 만들어줘", "매출 보고서 작성")]
    [InlineData("30분마다 서버 상태를 확인해줘", "서버 상태 확인")]
    [InlineData("매시간 비트코인 가격을 체크해줘", "비트코인 가격 체크")]
    [InlineData("월수금 아침 8시에 영어 단어 10개를 알려줘", "영어 단어 10개 알림")]
    [InlineData("매주 월, 수, 금 오전 10시에 재고를 점검해줘", "재고 점검")]
    [InlineData("매주 금요일 오후 5시에 GitHub 이슈를 모아서 요약해줘", "GitHub 이슈 요약")]
    [InlineData("경쟁사 가격을 매일 모니터링해줘", "경쟁사 가격 모니터링")]
    [InlineData("매일 밤 11시에 일기 주제를 추천해줘", "일기 주제 추천")]
    [InlineData("주말마다 가족 여행지를 추천해 줄래?", "가족 여행지 추천")]
    [InlineData("매일 저녁 메뉴를 골라줘", "저녁 메뉴 선정")]
    [InlineData("매주 일요일 저녁 9시에 다음 주 일정을 정리해서 알려줘", "다음 주 일정 정리 알림")]
    [InlineData("매일 아침 뉴스를 요약해서 보내주는 에이전트 만들어줘", "뉴스 요약 발송")]
    [InlineData("환율을 매일 확인하는 에이전트를 하나 만들어줘", "환율 확인")]
    [InlineData("안녕하세요, 매일 오전 9시에 논문 초록을 번역해 주세요", "논문 초록 번역")]
    [InlineData("매일 오전 9시에 반도체 산업에 대한 뉴스를 요약해줘", "반도체 산업 뉴스 요약")]
    [InlineData("매주 화요일과 목요일 오후 3시에 운동 계획을 짜줘", "운동 계획 작성")]
    [InlineData("하루에 한 번 명언을 보내줘", "명언 발송")]
    [InlineData("2시간마다 물 마시라고 알려줘", "물 마시라고 알림")]
    [InlineData("매일 정오에 점심 식당을 추천해줘", "점심 식당 추천")]
    [InlineData("매일 자정에 로그 파일을 분석해줘", "로그 파일 분석")]
    [InlineData("매주 월요일부터 금요일까지 오전 8시에 증시 브리핑을 해줘", "증시 브리핑")]
    [InlineData("월~금 오전 8시에 증시 브리핑 해줘", "증시 브리핑")]
    [InlineData("매년 12월 25일에 크리스마스 인사를 써줘", "크리스마스 인사 작성")]
    [InlineData("내일 오전 10시에 회의 자료를 준비해줘", "회의 자료 준비")]
    [InlineData("매주 수요일에 고객 리뷰를 요약하고 보고서를 보내줘", "고객 리뷰 요약 보고서 발송")]
    [InlineData("주식 시장 요약", "주식 시장 요약")]
    [InlineData("매일 18:30에 야구 경기 결과를 알려주세요", "야구 경기 결과 알림")]
    [InlineData("비트코인이 10% 이상 떨어지면 알려줘", "비트코인이 10% 이상 떨어지면 알림")]
    [InlineData("매일 아침 7시에 나에게 오늘의 할 일을 정리해줘", "오늘의 할 일 정리")]
    [InlineData("매주 토요일 오전에 집안일 목록을 만들어줘", "집안일 목록 작성")]
    [InlineData("첫째 주 월요일에 월간 보고서를 작성해줘", "월간 보고서 작성")]
    [InlineData("매일 아침 8시 정각에 미세먼지 농도를 알려줘요", "미세먼지 농도 알림")]
    [InlineData("오후 2시에 매일 부동산 시세를 조사해줘", "부동산 시세 조사")]
    [InlineData("격주 금요일 오후 4시에 회고 질문을 뽑아줘", "회고 질문 선정")]
    [InlineData("매일경제 기사를 매일 아침 7시에 요약해줘", "매일경제 기사 요약")]
    [InlineData("매일 오전 6시에 경제 신문 사설을 읽고 요약해줘", "경제 신문 사설 요약")]
    [InlineData("매주 월요일 9시에 마을 소식을 정리해줘", "마을 소식 정리")]
    [InlineData("일주일에 한 번 서버 비용을 분석해 줄 수 있어?", "서버 비용 분석")]
    [InlineData("매일 오전 9시에", "새 에이전트")]
    [InlineData("", "새 에이전트")]
    public void A_request_becomes_a_short_name(string request, string name) => Assert.Equal(name, KoreanName.Of(request));

    [Fact]
    public void A_long_request_is_cut_at_a_word() =>
        Assert.InRange(KoreanName.Of("매일 아침 9시에 " + string.Concat(Enumerable.Repeat("아주 긴 설명이 붙은 ", 20)) + "뉴스를 요약해줘").Length, 20, 40);
}
