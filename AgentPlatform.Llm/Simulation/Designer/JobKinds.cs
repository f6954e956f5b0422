using System.Text.RegularExpressions;

namespace AgentPlatform.Llm.Simulation;

/// <summary>Tells the kind of a job by its verbs.</summary>
internal static partial class JobKinds
{
    public static JobKind Of(string task) => task switch
    {
        _ when Translation().IsMatch(task) => JobKind.Translation,
        _ when Watch().IsMatch(task) => JobKind.Watch,
        _ when Summary().IsMatch(task) => JobKind.Summary,
        _ when Report().IsMatch(task) => JobKind.Report,
        _ when Ideas().IsMatch(task) => JobKind.Ideas,
        _ when Reminder().IsMatch(task) => JobKind.Reminder,
        _ => JobKind.General,
    };

    [GeneratedRegex("번역|translat", RegexOptions.IgnoreCase)]
    private static partial Regex Translation();

    [GeneratedRegex("감시|모니터|지켜|살펴|점검|추적|확인|떨어지면|오르면|있으면|monitor|watch|track|check|alert|notify|let me know", RegexOptions.IgnoreCase)]
    private static partial Regex Watch();

    [GeneratedRegex("요약|정리|모아|브리핑|다이제스트|summar|digest|brief|round.?up|headlines|news|뉴스", RegexOptions.IgnoreCase)]
    private static partial Regex Summary();

    [GeneratedRegex("보고|리포트|분석|비교|조사|통계|report|analy|compare|research|review|statistics", RegexOptions.IgnoreCase)]
    private static partial Regex Report();

    [GeneratedRegex("추천|아이디어|제안|만들어|써|작성|문제|퀴즈|suggest|recommend|idea|write|draft|generate|quiz|teach", RegexOptions.IgnoreCase)]
    private static partial Regex Ideas();

    [GeneratedRegex("알려|알림|깨워|챙겨|remind|tell me", RegexOptions.IgnoreCase)]
    private static partial Regex Reminder();
}
