using System.Text.RegularExpressions;

namespace AgentPlatform.Llm.Simulation;

/// <summary>
/// Finds words of time in an English sentence, only well enough to take them out of a name.
/// When a schedule fires is decided by the scheduler's grammar, never here.
/// </summary>
internal static partial class EnglishTimeWords
{
    private const string Day = "(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?s?";
    private const string FullDay = "(?:mon|tues|wednes|thurs|fri|satur|sun)days?";
    private const string Days = $@"{Day}(?:\s*(?:,|and|&|to|through|-|–)+\s*{Day})*";
    private const string Part = "(?:morning|afternoon|evening|night|noon|midnight)";
    private const string Clock = @"[0-9]{1,2}(?::[0-9]{2})?\s*(?:am\b|pm\b|o'clock)?(?:\s+sharp)?";
    private const string Count = "(?:[0-9]+|two|three|four|five|six|ten|twelve|fifteen|thirty|other|second|few)";
    private const string Nth = "(?:[0-9]{1,2}(?:st|nd|rd|th)?|first|second|third|fourth|last)";
    private const string Unit = "(?:minute|min|hour|day|weekday|week|month|quarter|year|workday|business day)s?";

    public static bool Contains(string text) => Pattern().IsMatch(Normal(text));

    public static string Remove(string text)
    {
        var rest = Spaces().Replace(Pattern().Replace(Normal(text), " "), " ");
        rest = SpaceBefore().Replace(rest, "$1").Trim(' ', ',', ';', ':', '-');
        return Dangling().Replace(rest, "").Trim(' ', ',', ';', ':', '-');
    }

    private static string Normal(string text) => HalfDay().Replace(text, "$1m");

    [GeneratedRegex(
        $@"\b(?:on\s+)?(?:the\s+)?{Nth}\s+(?:day|{FullDay}|business day|workday|weekday)\s+(?:of|in)\s+(?:the|each|every)\s+(?:month|quarter|year)\b"
        + $@"|\bon\s+the\s+{Nth}(?:\s*(?:,|and|&)\s*(?:the\s+)?{Nth})*(?:\s+(?:of|in)\s+(?:the|each|every)\s+(?:month|quarter))?(?!\s*\w)"
        + $@"|\bon\s+the\s+{Nth}(?:\s*(?:,|and|&)\s*(?:the\s+)?{Nth})*\s+(?:of|in)\s+(?:the|each|every)\s+(?:month|quarter)\b"
        + $@"|\b(?:on\s+)?(?:every|each)\s+(?:single\s+)?(?:{Count}\s+)?(?:half\s+hour|{Unit}|{Part}s?|weekends?|{Days})(?:\s+{Part}s?)?\b"
        + $@"|\bon\s+(?:weekdays|weekends|workdays|{Days})(?:\s+{Part}s?)?\b"
        + $@"|\b(?:weekdays|weekends|{FullDay})(?=\s+(?:at|by|around)\s+[0-9])"
        + @"|\b(?:daily|weekly|monthly|hourly|nightly|yearly|biweekly)(?=\s*(?:$|[,.;:!?]|(?:at|on|by|in|around|before|from)\b))"
        + $@"|\b(?:tomorrow|today|tonight)(?=\s*(?:,|at\b|$|{Part}))(?:\s+{Part})?"
        + $@"|\b(?:starting|beginning)\s+(?:tomorrow|today|next\s+\w+|{Day})\b"
        + $@"|\b(?:between|from)\s+{Clock}\s*(?:and|to|until|-)\s*{Clock}(?![\w%-])"
        + $@"|\b(?:at|by|around|before)\s+(?:exactly\s+|about\s+)?(?:{Clock}(?:\s+(?:and|&)\s+{Clock})?|noon|midnight|half\s+past\s+\w+)(?![\w%-])"
        + @"|\b[0-9]{1,2}(?::[0-9]{2})?\s*(?:am|pm)\b"
        + @"|\b(?:first\s+thing\s+)?in\s+the\s+(?:early\s+)?(?:morning|afternoon|evening)s?\b"
        + $@"|\b(?:once|twice|[0-9]+\s+times|three\s+times)\s+(?:a|an|per|every)\s+(?:day|week|month|hour|year)\b"
        + @"|\bin\s+(?:[0-9]+|an?|half\s+an)\s+(?:minute|min|hour|day|week)s?(?=\s*(?:$|[,.]|(?:alert|check|mail|notify|remind|send|tell|wake)\b))"
        + @"|\b(?:kst|utc|gmt|(?:in\s+)?(?:korean?|seoul|local)\s+time)\b"
        + @"|\b(?:regularly|periodically|automatically)\b",
        RegexOptions.IgnoreCase)]
    private static partial Regex Pattern();

    [GeneratedRegex(@"\b([ap])\.\s?m\.?(?=\W|$)", RegexOptions.IgnoreCase)]
    private static partial Regex HalfDay();

    [GeneratedRegex(@"\s+")]
    private static partial Regex Spaces();

    [GeneratedRegex(@"\s+([,.;:!?])")]
    private static partial Regex SpaceBefore();

    [GeneratedRegex(@"^(?:and|then|at|on|,)\s+|\s+(?:and|then|at|on|every|by|but\s+not|but|,)(?=[.!?]*$)", RegexOptions.IgnoreCase)]
    private static partial Regex Dangling();
}
