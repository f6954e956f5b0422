using System.Text.RegularExpressions;

namespace AgentPlatform.Llm.Simulation;

/// <summary>
/// Messages about the schedule of the draft that is there, and about nothing else: "not on weekends", "내일부터 해줘", "remove the schedule". Which
/// words are of time is known here only well enough to tell that no work is described; what they mean is decided by the scheduler's grammar.
/// </summary>
internal static partial class ScheduleFollowUp
{
    /// <summary>True for a message that has nothing but words of time.</summary>
    public static bool IsOnlyTime(string text) => Time().IsMatch(text) && Known().Replace(text, "").Trim().Length == 0;

    /// <summary>True for such a message that says no schedule of its own, but changes what was said: only on weekdays, 12월까지만, 주말은 10시에.</summary>
    public static bool Qualifies(string text) => IsOnlyTime(text) && !Recurring().IsMatch(text) && (!Clock().IsMatch(text) || Topic().IsMatch(text));

    /// <summary>True for a message that takes the schedule away.</summary>
    public static bool Removes(string text) => Removal().IsMatch(text);

    /// <summary>The words of the schedule that counts: those set last, or those with which the agent was drafted.</summary>
    public static string WordsOf(Transcript transcript, ToolUse draft)
    {
        var last = transcript.LastUse(use => use.Name is DesignerToolNames.DraftAgent or DesignerToolNames.SetSchedule && use.Answer?.Error is null) ?? draft;
        return last.Arguments.TryGetValue(last.Name == DesignerToolNames.SetSchedule ? DraftArguments.Phrase : DraftArguments.Schedule, out var words) ? words?.ToString() ?? "" : "";
    }

    [GeneratedRegex(
        @"\b(?:a|also|an|and|as|at|but|change|counted|each|every|except|excluding|for|from|have|in|instead|it|its|just|make|move|never|no|not|of|off|on|only|or|other|per|please|reschedule|run|runs|schedule|set|skip|skipping|switch|the|then|time|to|without)\b"
        + @"|\b(?:begin|beginning|begins|between|end|ending|ends|last|next|once|start|starting|starts|stop|this|through|till|times|twice|until)\b"
        + @"|\b(?:annually|biweekly|christmas|daily|hourly|midnight|monthly|nightly|noon|quarterly|today|tomorrow|tonight|weekly|yearly)\b"
        + @"|\b(?:afternoon|business|day|evening|half|holiday|hour|min|minute|month|morning|night|public|quarter|second|week|weekday|weekend|workday|working|year)s?\b"
        + @"|\b(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?s?\b|\b(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sep(?:t(?:ember)?)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\b"
        + @"|\b(?:first|second|third|fourth|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve)\b|[0-9]+(?:st|nd|rd|th|am|pm)?\b|\b[ap]\.?m\b"
        + @"|\([a-z0-9_+/-]+\)"
        + "|공휴일|휴일|개월|간격|격월|격주|그리고|까지|끝내|내년|내일|넷째|다음|동안|둘째|마다|마지막|말고|말아|말일|매년|매달|매시간?|매월|매일|매주|모레|바꿔|변경|보내지|부탁|부터|빼고|빼|새벽|세어|셋째|수정|쉬고|쉬어|스케줄|시간|시작|실행|아침|연말|영업일|오늘|오전|오후|올해|월말|이번|일정|자정|저녁|점심|정오|제외|종료|주말|주세요|주중|첫째|평일|하고|하자|하지|[월화수목금토일]요일"
        + "|마세요|으로|에는|에만|[0-9과년달도돼두로를마만반밤번분세시안에엔와요월은는을일주줘초하한해회]|[\\s.,:!~?()/-]",
        RegexOptions.IgnoreCase)]
    private static partial Regex Known();

    [GeneratedRegex(
        @"[0-9]|내년|내일|다음|동안|매[년달시월일주]|마다|모레|말일|아침|연말|오늘|오전|오후|올해|월말|이번|저녁|주말|주중|평일|휴일|[월화수목금토일]요일"
        + @"|\b(?:daily|days?|evenings?|holidays?|hour(?:ly|s)?|minutes?|month(?:ly|s)?|mornings?|nights?|noon|today|tomorrow|week(?:ly|s)?|week(?:day|end)s?|year(?:ly|s)?)\b|(?:mon|tues|wednes|thurs|fri|satur|sun)days?\b|\b(?:january|february|march|april|june|july|august|september|october|november|december|christmas)\b",
        RegexOptions.IgnoreCase)]
    private static partial Regex Time();

    [GeneratedRegex(@"매[년달시월일주]|마다|격[월주]|\b(?:annually|biweekly|daily|each|every|hourly|monthly|nightly|quarterly|weekly|yearly)\b", RegexOptions.IgnoreCase)]
    private static partial Regex Recurring();

    [GeneratedRegex(@"[0-9한두세네섯곱덟홉열]\s*시(?!간)|정오|자정|[0-9]{1,2}:[0-9]{2}|\b[0-9]{1,2}\s*[ap]\.?m\b|\bat\s+[0-9]|\b(?:noon|midnight)\b", RegexOptions.IgnoreCase)]
    private static partial Regex Clock();

    [GeneratedRegex("(?:공휴일|주말|주중|평일|요일)(?:은|는|엔|에는)")]
    private static partial Regex Topic();

    [GeneratedRegex(@"^\W*(?:please\s+)?(?:(?:cancel|clear|delete|drop|remove)\s+(?:its\s+|that\s+|the\s+)?(?:schedule|times?)|no\s+schedule|without\s+(?:a\s+)?schedule)(?:\s+please)?\W*$|^\W*(?:스케줄|일정|예약)(?:은|을|를|도)?\s*(?:빼|삭제|없애|제거|지워|취소|해제)\s*(?:해)?\s*(?:버려)?\s*(?:주세요|줘요?)?\W*$", RegexOptions.IgnoreCase)]
    private static partial Regex Removal();
}
