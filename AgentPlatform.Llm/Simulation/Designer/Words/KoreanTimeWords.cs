using System.Text.RegularExpressions;

namespace AgentPlatform.Llm.Simulation;

/// <summary>
/// Finds words of time in a Korean sentence, only well enough to take them out of a name.
/// When a schedule fires is decided by the scheduler's grammar, never here.
/// </summary>
internal static partial class KoreanTimeWords
{
    private const string Part = "(?:아침|오전|오후|저녁|밤|새벽|정오|자정)";
    private const string Tail = "(?:마다|에는|에만|에|엔)?(?![가-힣])";
    private const string AfterDay = @"(?:\s*(?:아침|오전|오후|저녁|밤|새벽|정오|자정)(?:마다|에는|에|엔)?(?![가-힣])(?!\s*(?:메뉴|식단|식사)))?";
    private const string Number = "(?:[0-9]+|한|두|세|네|다섯|여섯|일곱|여덟|아홉|열한|열두|열|반)";
    // What follows a day that is said of a thing: 월요일 회의
    private const string Noun = @"\s+(?!(?:아침|오전|오후|저녁|밤|새벽|정오|자정|낮|점심|한|두|세|네|다섯|여섯|일곱|여덟|아홉|열)|[월화수목금토일]요일)[가-힣]";
    private const string Weekday = "[월화수목금토일]요일";
    private const string Ordinal = @"(?:(?:첫|두|세|네)\s*번?째|둘째|셋째|넷째|마지막|매주|매월|매달|다음\s*주|이번\s*주|격주)\s*(?:주\s*)?";

    public static bool Contains(string text) => Pattern().IsMatch(text);

    public static string Remove(string text)
    {
        var rest = Pattern().Replace(text, " ");
        return Spaces().Replace(rest, " ").Trim(' ', ',', '·', '~', '-', ':');
    }

    [GeneratedRegex(
        $@"(?!(?:(?:다음|이번)\s*주\s*)?{Weekday}{Noun})(?:{Ordinal})*{Weekday}(?:(?:과|와|이랑|하고|및|부터|,|·|~|-|\s)+{Weekday})*(?:까지)?{Tail}{AfterDay}"
        + @"|(?<![가-힣])[월화수목금토일](?:\s*[·,/~-]\s*[월화수목금토일])+(?:요일)?" + Tail + AfterDay
        + $@"|(?<![가-힣])[월화수목금토일]{{2,5}}(?:마다(?![가-힣])|(?=\s+(?:{Part}|[0-9])))" + AfterDay
        + $@"|(?:매월|매달|매년)\s*(?:[0-9]+월\s*)?(?:(?:[0-9]+일)(?:과|와|,|·|\s)*)+{Tail}{AfterDay}"
        + $@"|(?:매월|매달)\s*(?:말일|마지막\s*날|첫째\s*날|첫날|초|말|중순){Tail}{AfterDay}"
        + @"|(?:말일|마지막\s*날|월말|월초|연말|연초|분기말)(?:마다|에는|에)(?![가-힣])"
        + $@"|(?<![가-힣])(?:매년|매월|매달|매주말|매주|매일매일|매일|매시간|매시|매분|격주|날마다|매\s*분기)(?:로)?{Tail}{AfterDay}"
        + $@"|(?<![가-힣])(?:평일|주중|주말|휴일|공휴일)(?:(?:마다|에는|에만|에|엔)(?![가-힣])|(?=\s*(?:{Part}|[0-9]))){AfterDay}"
        + $@"|(?:{Part}|낮|점심)?\s*(?<![가-힣0-9])(?:[0-9]{{1,2}}|한|두|세|네|다섯|여섯|일곱|여덟|아홉|열한|열두|열)\s*시(?:\s*(?:[0-9]{{1,2}}\s*분|반|정각))?(?:쯤|경|부터|까지|마다|에는|에|엔)*(?![가-힣])(?!\s*[0-9]{{1,2}}\s*시까지의)"
        + $@"|(?:{Part}|낮)?\s*[0-9]{{1,2}}:[0-9]{{2}}(?:쯤|경|부터|까지|마다|에는|에)*(?![가-힣])"
        + $@"|{Number}\s*(?:분|시간|일|주일|주|개월|달|년)\s*(?:마다|간격으로|간격|에\s*{Number}\s*(?:번|회)(?:씩)?)(?![가-힣])"
        + $@"|(?<![가-힣])(?:하루|일주일|한\s*주|한\s*달|주|월|일|연)(?:에)?\s*{Number}\s*(?:번|회|차례)(?:씩)?(?![가-힣])"
        + $@"|(?![0-9]+월\s*[0-9]+일{Noun})[0-9]+월\s*[0-9]+일(?:마다|에)?(?![가-힣])"
        + @"|(?<![가-힣0-9])[0-9]{1,2}일(?:마다|에)(?![가-힣])"
        + $@"|(?<![가-힣])(?:내일|모레|오늘)(?:부터)?(?=\s*(?:{Part}|[0-9]|[월화수목금토일]요일))"
        + $@"|(?<![가-힣])(?:{Part}|낮|점심)(?:때)?(?:마다|에는|에만|에|엔)(?![가-힣])"
        + @"|(?<![가-힣])(?:정기적으로|주기적으로|자동으로|꾸준히|규칙적으로|(?:한국|서울|뉴욕|미국)\s*시간\s*(?:으로|기준으로|기준)?)(?![가-힣])")]
    private static partial Regex Pattern();

    [GeneratedRegex(@"\s+")]
    private static partial Regex Spaces();
}
