using System.Text.RegularExpressions;

namespace AgentPlatform.Llm.Simulation;

/// <summary>The report of a simulated run: the right shape, and plain about having looked nothing up.</summary>
internal static partial class RunReport
{
    public static string Write(RunTask task, ToolAnswer? clock)
    {
        var now = clock is null ? null : Instant().Match(clock.Text) is { Success: true } match ? match.Value : null;
        return task.Language == ReplyLanguage.Korean ? Korean(task, now) : English(task, now);
    }

    private static string Korean(RunTask task, string? now) => $"""
        # {task.Title}

        > **시뮬레이션 결과**: 모델이 연결되어 있지 않아 규칙으로 만든 예시입니다. 실제 자료를 조회하지 않았습니다.

        - 기준 시각: {now ?? "확인하지 못함"}
        - 요청: {task.Request}

        ## 핵심 요약
        1. 요청을 읽고 실행 순서를 정했습니다.
        2. 허용된 도구만 써서 각 단계를 끝까지 진행했습니다.
        3. 모델을 연결하면 이 자리에 실제 내용이 들어갑니다.

        ## 다음 단계
        - 결과 형식이 알맞은지 확인하고, 필요하면 지시문을 고쳐 주세요.
        - 실제 내용을 받으려면 운영자에게 모델 연결을 요청해 주세요.
        """;

    private static string English(RunTask task, string? now) => $"""
        # {task.Title}

        > **Simulated result**: no model is connected, so fixed rules wrote this example. Nothing was looked up.

        - Reference time: {now ?? "not established"}
        - Request: {task.Request}

        ## Key points
        1. The request was read and its steps were planned.
        2. Every step was carried out with the permitted tools only.
        3. With a model connected, the real content stands here.

        ## Next steps
        - Check whether the format suits you, and adjust the instruction if not.
        - For real content, ask the operator to connect a model.
        """;

    [GeneratedRegex(@"[0-9]{4}-[0-9]{2}-[0-9]{2}(?:[T ][0-9]{2}:[0-9]{2}(?::[0-9]{2})?(?:\.[0-9]+)?(?:Z|[+-][0-9]{2}:?[0-9]{2})?)?")]
    private static partial Regex Instant();
}
