using System.Text.RegularExpressions;

namespace AgentPlatform.Llm.Simulation;

/// <summary>Makes a short noun phrase of a Korean request: "주식 시장을 요약해줘" is "주식 시장 요약".</summary>
internal static partial class KoreanName
{
    public const string Fallback = "새 에이전트";
    private const int MaxLength = 40;

    private static readonly (string Verb, string Noun)[] Verbs =
    [
        ("가르쳐", "안내"), ("골라", "선정"), ("깨워", "알림"), ("들려", "들려주기"), ("만들어", "작성"), ("말해", "알림"),
        ("모아", "모음"), ("물어봐", "질문"), ("바꿔", "변환"), ("보내", "발송"), ("보여", "보기"), ("뽑아", "선정"),
        ("살펴봐", "점검"), ("살펴", "점검"), ("써", "작성"), ("알려", "알림"), ("올려", "게시"), ("읽어", "읽기"),
        ("적어", "기록"), ("정해", "선정"), ("지켜봐", "감시"), ("짜", "작성"), ("찾아봐", "찾기"), ("찾아", "찾기"),
        ("챙겨", "챙기기"), ("추려", "선정"), ("확인해봐", "확인"),
    ];

    public static string Of(string sentence)
    {
        var text = KoreanTimeWords.Remove(sentence.Trim().TrimEnd('.', '!', '?', '~', '…', ' '));
        text = Opening().Replace(text, "");
        text = AgentWrapper().Replace(text, "");
        text = Request().Replace(text, "");
        text = Noun(text.Trim());
        text = Connective().Replace(text, "$1 ");
        text = DroppedVerb().Replace(text, " ");
        text = About().Replace(text, " ");
        text = ToMe().Replace(text, " ");
        text = Particle().Replace(text, "$1");
        text = KoreanTimeWords.Remove(Spaces().Replace(text, " ").Trim(' ', ',', '.', '"', '\'', '·'));
        return text.Length == 0 ? Fallback : Shorten(text);
    }

    private static string Noun(string text)
    {
        foreach (var (verb, noun) in Verbs)
        {
            if (text.EndsWith(verb, StringComparison.Ordinal) || text.EndsWith(verb + "주", StringComparison.Ordinal))
            {
                return text[..text.LastIndexOf(verb, StringComparison.Ordinal)].TrimEnd() + " " + noun;
            }
        }

        return Doing().Replace(text, "");
    }

    private static string Shorten(string text)
    {
        if (text.Length <= MaxLength)
        {
            return text;
        }

        var space = text.LastIndexOf(' ', MaxLength);
        return (space > MaxLength / 2 ? text[..space] : Excerpt.Cut(text, MaxLength)).TrimEnd();
    }

    [GeneratedRegex(@"^(?:(?:안녕하세요|안녕|저기요?|혹시|그럼|그러면|이제|우선|나는|난|저는|전|제가|내가|네|응)[,.!]?\s+)+")]
    private static partial Regex Opening();

    [GeneratedRegex(@"(?:\s*주)?는\s+(?:AI\s*)?(?:에이전트|봇|비서|어시스턴트|프로그램|작업|일)(?:를|을|가|이)?\s*(?:하나\s*|좀\s*)?(?:(?:만들|생성|등록|추가|구성|설계|필요|원|있)\S*.*)?$|\s+(?:AI\s*)?(?:에이전트|봇|비서)(?:를|을)?\s*(?:하나\s*|좀\s*)?(?:(?:만들|생성|등록|추가|필요)\S*.*)?$")]
    private static partial Regex AgentWrapper();

    [GeneratedRegex(@"\s*(?:좀\s*)?(?:줘요?|주세요|주십시오|주시겠어요|주시겠습니까|주시면\s.*|주면\s.*|줄래요?|줄\s*수\s*있\S*|주라|주기|줬으면\s.*|달라|다오|(?<=해)라|(?<=[해아어])\s*봐줘?|(?:부탁|바라|바랍|원해|원합|필요)\S*|고\s*싶\S*|했으면\s.*)$")]
    private static partial Regex Request();

    [GeneratedRegex(@"\s*(?:하여|해서|해|하기|하는|하고|하게|하자|하라|합니다|한다|할|하)$")]
    private static partial Regex Doing();

    [GeneratedRegex(@"([가-힣A-Za-z0-9]+?)(?:을|를)?\s*(?:해서|하여|하고|한\s*(?:뒤|후|다음)에?)\s+")]
    private static partial Regex Connective();

    [GeneratedRegex(@"(?:(?<=\s)|^|(?<=[을를]\s))(?:모아서?|찾아서?|골라서?|뽑아서?|추려서?|읽고|읽어서|보고서로|만들어서?|써서|살펴보고|찾고|모으고)\s+")]
    private static partial Regex DroppedVerb();

    [GeneratedRegex(@"(?:에\s*(?:대해서?|대한|관해서?|관한))(?=\s|$)")]
    private static partial Regex About();

    [GeneratedRegex(@"(?<![가-힣])(?:나한테|나에게|내게|저에게|저한테|우리에게|좀|한번|꼭|간단히|간단하게|짧게|자세히|자세하게|깔끔하게)(?=\s|$)")]
    private static partial Regex ToMe();

    [GeneratedRegex(@"([가-힣A-Za-z0-9)%'""])(?<!(?<![가-힣])[마가노고])(?:을|를)(?=\s|$)")]
    private static partial Regex Particle();

    [GeneratedRegex(@"\s+")]
    private static partial Regex Spaces();
}
