using System.Text.RegularExpressions;

namespace AgentPlatform.Llm.Simulation;

/// <summary>Makes a short title of an English request: "Can you summarize AI news every morning at 7?" is "Summarize AI news".</summary>
internal static partial class EnglishName
{
    public const string Fallback = "New agent";
    private const int MaxLength = 60;

    public static string Of(string sentence)
    {
        var text = EnglishTimeWords.Remove(sentence.Trim().TrimEnd('.', '!', '?', ' '));
        text = Opening().Replace(text, "");
        text = Asking().Replace(text, "");
        var wrapped = AgentWrapper().Match(text);
        if (wrapped.Success)
        {
            text = text[wrapped.Length..];
            text = wrapped.Groups["that"].Success ? BaseForm(text) : text;
        }

        text = Asking().Replace(text, "");
        text = Delivery().Replace(text, "");
        text = RemindMe().Replace(text, "${what} reminder");
        text = LetMeKnow().Replace(text, "Alert ");
        text = SendMe().Replace(text, "");
        text = TellMe().Replace(text, "Report ");
        text = Me().Replace(text, "$1 ");
        text = ForMe().Replace(text, "");
        text = EnglishTimeWords.Remove(Spaces().Replace(text, " ").Trim(' ', ',', '.', '"', '\'', ';', ':', '!', '?'));
        return text.Length == 0 ? Fallback : Shorten(char.ToUpperInvariant(text[0]) + text[1..]);
    }

    private static string BaseForm(string text)
    {
        var end = text.IndexOf(' ', StringComparison.Ordinal) is var space and >= 0 ? space : text.Length;
        var verb = text[..end];
        var plain = verb switch
        {
            _ when verb.EndsWith("ies", StringComparison.Ordinal) => verb[..^3] + "y",
            _ when EsVerb().IsMatch(verb) => verb[..^2],
            _ when verb.EndsWith('s') && !verb.EndsWith("ss", StringComparison.Ordinal) => verb[..^1],
            _ => verb,
        };
        return plain + text[end..];
    }

    private static string Shorten(string text)
    {
        if (text.Length <= MaxLength)
        {
            return text;
        }

        var space = text.LastIndexOf(' ', MaxLength);
        return (space > MaxLength / 2 ? text[..space] : Excerpt.Cut(text, MaxLength)).TrimEnd(' ', ',', '.');
    }

    [GeneratedRegex(@"^(?:(?:hi|hello|hey|ok|okay|so|well|now|then)(?:\s+there)?[,!.]*\s+)+", RegexOptions.IgnoreCase)]
    private static partial Regex Opening();

    [GeneratedRegex(@"^(?:(?:please|kindly)[,\s]+|(?:can|could|would|will)\s+you\s+(?:please\s+)?|i(?:'d\s+like|\s+would\s+like|\s+want|\s+need|\s+wish)\s+(?:you\s+)?to\s+|i(?:'d\s+like|\s+would\s+like|\s+want|\s+need)\s+(?=an?\s|the\s)|help\s+me\s+(?:to\s+)?|you\s+(?:should|must)\s+|i\s+want\s+(?!an?\s))+", RegexOptions.IgnoreCase)]
    private static partial Regex Asking();

    [GeneratedRegex(@"^(?:(?:create|make|build|set\s+up|design|give|get|draft|add)\s+)?(?:me\s+)?(?:an?\s+|the\s+)?(?:new\s+)?(?:ai\s+)?(?:agent|bot|assistant|job|task)\s*(?:(?<that>(?:that|which|who)\s+)(?:can\s+|will\s+|should\s+)?|to\s+|for\s+|:\s*)", RegexOptions.IgnoreCase)]
    private static partial Regex AgentWrapper();

    [GeneratedRegex(@"[,\s]+(?:and|then)\s+(?:then\s+)?(?:send|email|e-mail|mail|post|report|tell|give|notify|message|let|deliver|show|save)\s+(?:it|them|me|us|the\s+(?:results?|summary|report))\b.*$", RegexOptions.IgnoreCase)]
    private static partial Regex Delivery();

    [GeneratedRegex(@"^remind\s+(?:me|us)\s+(?:to|about|of|that)?\s*(?<what>.+)$", RegexOptions.IgnoreCase)]
    private static partial Regex RemindMe();

    [GeneratedRegex(@"^(?:let\s+me\s+know|alert\s+me|notify\s+me|ping\s+me|warn\s+me)\s+", RegexOptions.IgnoreCase)]
    private static partial Regex LetMeKnow();

    [GeneratedRegex(@"^(?:send|give|show|email|e-mail|bring|get|mail|deliver)\s+(?:me|us)\s+(?:an?\s+|the\s+)?(?=\S)", RegexOptions.IgnoreCase)]
    private static partial Regex SendMe();

    [GeneratedRegex(@"^tell\s+(?:me|us)\s+(?:about\s+)?", RegexOptions.IgnoreCase)]
    private static partial Regex TellMe();

    [GeneratedRegex(@"^(find|write|read|suggest|recommend|teach|quiz|ask|pick)\s+(?:me|us)\s+", RegexOptions.IgnoreCase)]
    private static partial Regex Me();

    [GeneratedRegex(@"[,\s]+(?:for\s+me|to\s+me|for\s+us|please|thanks|thank\s+you)(?=[,.\s]|$)", RegexOptions.IgnoreCase)]
    private static partial Regex ForMe();

    [GeneratedRegex(@"(?:ch|sh|ss|x)es$")]
    private static partial Regex EsVerb();

    [GeneratedRegex(@"\s+")]
    private static partial Regex Spaces();
}
