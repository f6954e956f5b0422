namespace AgentPlatform.Llm.Simulation;

/// <summary>The designer in Korean.</summary>
internal sealed class KoreanDesignerWords : DesignerWords
{
    public static readonly KoreanDesignerWords Instance = new();

    public override string SimulatedNote => "*(지금은 시뮬레이션 모델이 정해진 규칙으로 답하고 있어요.)*";

    public override string Help => """
        안녕하세요! 반복해서 하는 일을 말씀해 주시면, 그 일을 정해진 시간에 대신하는 에이전트를 만들어 드려요.

        예를 들면 이렇게 말씀해 보세요.

        - “매주 월요일 아침 8시에 주식 시장을 요약해줘”
        - “매일 저녁 6시에 오늘 나온 AI 뉴스를 정리해줘”

        만든 에이전트가 궁금하면 “내 에이전트 보여줘”라고 하시면 됩니다.
        """;

    public override string HelpWithDraft => "초안은 그대로 있어요. 일정을 바꾸려면 “매일 오전 9시로 바꿔줘”, 이름을 바꾸려면 “이름을 아침 뉴스로 바꿔줘”, 미리 돌려 보려면 “테스트”, 저장하려면 “저장”이라고 말씀해 주세요.";

    public override string Drafting => "초안을 고치고 있어요.";

    public override string Scheduling => "일정을 바꿔 볼게요.";

    public override string Listing => "에이전트를 찾아볼게요.";

    public override string Saving => "초안을 저장할게요.";

    public override string Testing => "초안을 한 번 실행해 볼게요.";

    public override string NothingYet => "아직 초안이 없어요. 먼저 어떤 일을 언제 하면 좋을지 말씀해 주세요. 예: “매일 아침 7시에 날씨를 알려줘”";

    public override string HowToActivate => "카드의 **활성화** 버튼을 누르면 저장까지 한 번에 되고, 정해진 시간부터 실행됩니다.";

    public override string Saved => "저장했어요. 아직 실행되지는 않으니, 준비가 되면 카드에서 **활성화**를 눌러 주세요.";

    public override string TestStarted => "테스트 실행을 시작했어요. 진행 상황과 결과는 카드에 나타납니다.";

    public override string WaitingForChoice => "위에서 하나를 고르시거나, 원하는 시간을 직접 적어 주세요.";

    public override string Done => "처리했어요.";

    public override string NoAgents => "아직 만든 에이전트가 없어요. “매주 월요일 아침 8시에 주식 시장을 요약해줘”처럼 말씀하시면 하나 만들어 드릴게요.";

    public override string ScheduleUnclear => "언제 실행할지 정확히 이해하지 못했어요.";

    public override string WhichSchedule => "언제 실행하면 될까요?";

    public override IReadOnlyList<string> ScheduleExamples => ["매일 오전 9시", "평일 오전 8시", "매주 월요일 오전 8시"];

    public override string DraftingNamed(string name) => $"‘{name}’ 에이전트의 초안을 만들어 볼게요.";

    public override string Drafted(string name, string? schedule) =>
        $"**{name}** 에이전트의 초안을 만들었어요. "
        + (schedule is null ? "일정은 아직 없으니, “매일 오전 9시”처럼 언제 실행할지 말씀해 주세요. " : $"실행 일정은 **{schedule}**입니다. ")
        + "지시문에는 역할과 목표, 절차, 결과 형식을 담았습니다. 아래 카드에서 **테스트**로 미리 돌려 보고, **저장**하거나 바로 **활성화**할 수 있어요.";

    public override string Rescheduled(string? schedule) => schedule is null
        ? "일정을 바꿨어요. 카드에서 확인해 주세요."
        : $"일정을 **{schedule}**(으)로 바꿨어요. 다음 실행 시각은 카드에서 확인할 수 있습니다.";

    public override string Failed(string error) => $"요청을 처리하지 못했어요: {error}";

    public override string AgentCount(int count) => $"에이전트가 {count}개 있어요.";

    public override string Status(string status) => status switch
    {
        "active" => "활성",
        "archived" => "보관됨",
        "draft" => "초안",
        "inactive" => "중지됨",
        _ => status,
    };
}
