using System.Text.RegularExpressions;

namespace AgentPlatform.Llm.Simulation;

/// <summary>Plain rules from words to intents. The order matters: a draft in the conversation turns short requests into changes of it.</summary>
internal static partial class DesignerIntents
{
    private const int ShortRequest = 40;

    public static DesignerIntent Of(string text, ReplyLanguage language, bool hasDraft)
    {
        var isShort = text.Length <= ShortRequest;
        return text switch
        {
            _ when isShort && ListAgents().IsMatch(text) => DesignerIntent.ListAgents,
            _ when hasDraft && ScheduleFollowUp.Removes(text) => DesignerIntent.RemoveSchedule,
            _ when hasDraft && ScheduleFollowUp.Qualifies(text) => DesignerIntent.QualifySchedule,
            _ when hasDraft && ScheduleFollowUp.IsOnlyTime(text) => DesignerIntent.ChangeSchedule,
            _ when hasDraft && Rename().IsMatch(text) => DesignerIntent.Rename,
            _ when hasDraft && JobRequest.HasTime(text) && (JobRequest.IsOnlyTime(text, language) || (isShort && Change().IsMatch(text))) => DesignerIntent.ChangeSchedule,
            _ when isShort && Test().IsMatch(text) => DesignerIntent.Test,
            _ when isShort && Save().IsMatch(text) => DesignerIntent.Save,
            _ when isShort && Activate().IsMatch(text) => DesignerIntent.Activate,
            _ when Greeting().IsMatch(text) || JobRequest.IsOnlyTime(text, language) => DesignerIntent.Help,
            _ when JobRequest.HasTime(text) => DesignerIntent.Job,
            _ when Question().IsMatch(text) => DesignerIntent.Help,
            _ when AsksForWork(text, language) => DesignerIntent.Job,
            _ => DesignerIntent.Help,
        };
    }

    /// <summary>True for a sentence that asks somebody to do something.</summary>
    public static bool AsksForWork(string text, ReplyLanguage language) =>
        language == ReplyLanguage.Korean ? KoreanRequest().IsMatch(text) : EnglishRequest().IsMatch(text);

    /// <summary>The new name in "이름을 아침 뉴스로 바꿔줘" or "rename it to Morning news".</summary>
    public static string NewName(string text)
    {
        var match = Rename().Match(text);
        return (match.Groups["ko"].Success ? match.Groups["ko"] : match.Groups["en"]).Value.Trim(' ', '"', '\'', '.', '!', '‘', '’', '“', '”');
    }

    [GeneratedRegex(@"(?:에이전트|봇)(?:들)?(?:을|를|이|가|은|는)?\s*(?:목록|리스트|보여|알려|뭐|무엇|어떤|몇|확인|조회)|^\s*(?:내\s*)?(?:전체\s*)?(?:목록|리스트)(?:을|를)?\s*(?:좀\s*)?(?:보여|알려|줘)|\b(?:list|show|see|view|what\s+are|which|display)\b.*\bagents\b|\bmy\s+agents\b", RegexOptions.IgnoreCase)]
    private static partial Regex ListAgents();

    [GeneratedRegex(@"이름(?:을|은)?\s*(?<ko>.+?)(?:으로|로|라고)\s*(?:바꿔|변경|수정|해|정해|지어)|\b(?:rename\s+(?:it|this|the\s+agent)\s+(?:to|as)?|call\s+it|name\s+it|change\s+the\s+name\s+to)\s+(?<en>.+)$", RegexOptions.IgnoreCase)]
    private static partial Regex Rename();

    [GeneratedRegex(@"바꿔|바꾸|변경|수정|옮겨|말고|대신|(?:으로|로)\s*(?:해|하자|부탁|설정)|\b(?:change|make\s+it|move|instead|reschedule|switch|set\s+it|run\s+it|schedule)\b", RegexOptions.IgnoreCase)]
    private static partial Regex Change();

    [GeneratedRegex(@"테스트|시험\s*(?:삼아|실행|해)|시운전|한번\s*(?:돌려|실행)|\b(?:test|try)\s+(?:it|run|this|the\s+agent|now)|^\s*test\b|\brun\s+it\s+(?:now|once)|\bdry\s+run\b", RegexOptions.IgnoreCase)]
    private static partial Regex Test();

    [GeneratedRegex(@"^\s*(?:이대로\s*|이제\s*|그대로\s*|좋아[,.!]?\s*|응[,.!]?\s*)*저장|에이전트(?:를)?\s*저장|^\s*(?:ok(?:ay)?[,.!]?\s*|yes[,.!]?\s*|please\s+|great[,.!]?\s*)*(?:save|keep)\b", RegexOptions.IgnoreCase)]
    private static partial Regex Save();

    [GeneratedRegex(@"활성화|켜\s*줘|\bactivate\b|\bturn\s+it\s+on\b", RegexOptions.IgnoreCase)]
    private static partial Regex Activate();

    [GeneratedRegex(@"^[\s!?.~,]*(?:안녕(?:하세요|하십니까)?|하이|헬로|반가워요?|고마워요?|감사(?:합니다|해요)|좋아요?|네|응|도움말|도와\s*줘요?|help(?:\s+me)?|hi|hello|hey(?:\s+there)?|good\s+(?:morning|afternoon|evening)|thanks?(?:\s+you)?|ok(?:ay)?|yes)[\s!?.~,]*$", RegexOptions.IgnoreCase)]
    private static partial Regex Greeting();

    [GeneratedRegex(@"(?:뭐|무엇|뭘|무슨)\S*\s*(?:할|하|수|해|일|이)|할\s*수\s*있(?:어|니|나요|어요)\s*\?*$|어떻게|사용법|누구|왜\s|^\s*(?:what|how|why|who|where|are|do|does|is|which)\b|can\s+you\s+do\s*\?|뭐야", RegexOptions.IgnoreCase)]
    private static partial Regex Question();

    [GeneratedRegex(@"(?:줘|주세요|줄래|주십시오|주라|달라|부탁|바랍니다|해라|하자|싶어|싶습니다|싶어요|필요해|필요합니다|에이전트|줄\s*수\s*있)|(?:요약|정리|분석|알림|감시|번역|조사|작성|수집|점검|모니터링|추천)(?:하기|해|할|)?\s*[.!~]*$")]
    private static partial Regex KoreanRequest();

    [GeneratedRegex(@"^(?:(?:please|can\s+you|could\s+you|would\s+you|i\s+(?:want|need|would\s+like)(?:\s+you)?(?:\s+to)?|i'd\s+like(?:\s+you)?(?:\s+to)?|help\s+me|hi|hello|hey|in\s+(?:[0-9]+|an?|half\s+an)\s+(?:minute|min|hour|day|week)s?)[,!.]?\s+)*(?:an?\s+agent|alert|analy[sz]e|ask|back|brief|build|check|clean|collect|compare|compile|count|create|digest|draft|email|fetch|find|follow|gather|generate|give|keep|let\s+me\s+know|list|look|make|measure|monitor|notify|organi[sz]e|pick|plan|post|prepare|pull|quiz|rank|read|recommend|remind|report|research|review|scan|search|send|set\s+up|show|suggest|summari[sz]e|teach|tell|track|translate|update|watch|write)\b|\bagent\s+(?:that|which|to|for)\b", RegexOptions.IgnoreCase)]
    private static partial Regex EnglishRequest();
}
