using System.Text.RegularExpressions;

namespace AgentPlatform.Llm.Simulation;

/// <summary>Tells in which language a text asks: a Korean sentence may be full of English names, and the other way round.</summary>
internal static partial class TextLanguage
{
    public static ReplyLanguage? Of(string text)
    {
        var hangul = text.Count(IsHangul);
        var latin = text.Count(char.IsAsciiLetter);
        if (hangul + latin == 0)
        {
            return null;
        }

        if (hangul == 0)
        {
            return ReplyLanguage.English;
        }

        var english = !KoreanEnding().IsMatch(text) && EnglishWord().IsMatch(text) && hangul * 2 < latin;
        return english ? ReplyLanguage.English : ReplyLanguage.Korean;
    }

    private static bool IsHangul(char character) => character is >= '가' and <= '힣' or >= 'ㄱ' and <= 'ㅣ';

    [GeneratedRegex(@"(줘|요|세요|시오|해|다|까|니|기|라|지)[\s.!?~]*$")]
    private static partial Regex KoreanEnding();

    [GeneratedRegex(@"\b(a|about|an|and|at|daily|every|for|from|in|me|my|of|on|please|the|to|with|you|your)\b", RegexOptions.IgnoreCase)]
    private static partial Regex EnglishWord();
}
