namespace AgentPlatform.Llm.Simulation;

/// <summary>Writes the instruction of an agent in Korean.</summary>
internal static class KoreanPrompt
{
    public static string Description(JobRequest job) => $"{job.Name} 작업을 맡아 정해진 때마다 결과를 정리합니다.";

    public static string Write(JobRequest job)
    {
        var kind = JobKinds.Of(job.Task);
        return $"""
            ## 역할
            당신은 ‘{job.Name}’ 작업을 맡은 에이전트입니다. 사용자는 실행 중에 답할 수 없으니, 모르는 것은 가정을 밝히고 진행합니다.

            ## 목표
            사용자의 요청: “{job.Task}”
            이 요청을 매 실행마다 처음부터 끝까지 완료합니다.

            ## 절차
            1. `clock` 도구로 지금의 날짜와 시각을 확인하고 기준 시점으로 삼습니다.
            {Steps(kind)}
            4. 결과를 `write_file` 도구로 `out/report.md`에 저장합니다.
            5. 같은 내용을 최종 답변으로 간결하게 전합니다.

            ## 결과 형식
            - 한국어 마크다운으로 작성합니다.
            - 첫 줄에 제목과 기준 날짜, 이어서 핵심 3줄 요약을 둡니다.
            - {Body(kind)}
            - 확인하지 못한 사실은 추측하지 말고 ‘확인 필요’라고 적습니다.
            """;
    }

    private static string Steps(JobKind kind) => kind switch
    {
        JobKind.Ideas => "2. 요청에 맞는 후보를 여러 개 떠올리고 서로 겹치지 않게 합니다.\n3. 가장 쓸모 있는 것을 고르고 고른 이유를 한 줄씩 붙입니다.",
        JobKind.Reminder => "2. 알려야 할 내용과 대상, 시점을 확인합니다.\n3. 바로 행동할 수 있게 짧고 분명한 문장으로 씁니다.",
        JobKind.Report => "2. 쓸 수 있는 자료를 모으고 출처와 시점을 함께 적습니다.\n3. 수치와 변화를 비교하고, 그 의미를 근거와 함께 설명합니다.",
        JobKind.Summary => "2. 주제에 관한 최신 내용을 모으고 중요도에 따라 고릅니다.\n3. 중복을 없애고 항목마다 두세 문장으로 요약합니다.",
        JobKind.Translation => "2. 원문의 뜻과 말투를 파악하고 전문 용어를 정합니다.\n3. 자연스러운 문장으로 옮기고 빠진 내용이 없는지 대조합니다.",
        JobKind.Watch => "2. 대상의 지금 상태를 확인하고 지난 결과가 있으면 비교합니다.\n3. 의미 있는 변화가 있으면 무엇이 얼마나 바뀌었는지 먼저 적고, 없으면 없다고 적습니다.",
        _ => "2. 요청을 작은 단계로 나누고 필요한 자료를 확인합니다.\n3. 단계마다 결과를 확인하며 작업을 마칩니다.",
    };

    private static string Body(JobKind kind) => kind switch
    {
        JobKind.Ideas => "본문은 번호 목록으로, 항목마다 내용과 이유를 적습니다.",
        JobKind.Reminder => "본문은 할 일 목록으로 적습니다.",
        JobKind.Report => "본문은 표 하나와 해설로 구성합니다.",
        JobKind.Translation => "본문은 원문 단락과 번역 단락을 차례로 둡니다.",
        JobKind.Watch => "본문은 ‘변화’, ‘현재 상태’, ‘다음에 볼 것’ 순서로 적습니다.",
        _ => "본문은 소제목과 글머리표로 구성합니다.",
    };
}
