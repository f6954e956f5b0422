using System.Globalization;
using System.Text.RegularExpressions;
using AgentPlatform.Contracts.Schedules;
using SchedulerService.Schedules.Input;

namespace SchedulerService.Phrases.Refusing;

/// <summary>
/// Spellings that the grammar does not read and that people write: 12/25, 0900, MWF, 월말, a zone without parentheses. They are rewritten as the grammar
/// has them, for suggestions only: a phrase with one is never taken for what it may mean.
/// </summary>
internal static partial class OtherSpellings
{
    /// <summary>03/04 may be two dates, and with another one beside it four.</summary>
    private const int MostReadings = 4;

    private static readonly Dictionary<string, int> Hours = new(StringComparer.OrdinalIgnoreCase)
    {
        ["one"] = 1,
        ["two"] = 2,
        ["three"] = 3,
        ["four"] = 4,
        ["five"] = 5,
        ["six"] = 6,
        ["seven"] = 7,
        ["eight"] = 8,
        ["nine"] = 9,
        ["ten"] = 10,
        ["eleven"] = 11,
        ["twelve"] = 12,
    };

    private static readonly Dictionary<string, int> Minutes = new(StringComparer.OrdinalIgnoreCase)
    {
        ["five"] = 5,
        ["ten"] = 10,
        ["fifteen"] = 15,
        ["twenty"] = 20,
        ["thirty"] = 30,
        ["forty"] = 40,
        ["forty-five"] = 45,
        ["fifty"] = 50,
    };

    private static readonly (Regex Pattern, Func<Match, IReadOnlyList<string>> Write)[] All =
    [
        (ZonedInstant(), match => [$"{match.Groups[1].Value} (Etc/UTC)"]),
        (BareZone(), match => TimeZones.TryFind(match.Value, out _) ? [$"({match.Value})"] : []),
        (Slashed(), Date),
        (Dotted(), Date),
        (Military(), match => [$"{match.Groups["hour"].Value}:{match.Groups["minute"].Value}"]),
        (HourLetter(), match => [$"{match.Groups[1].Value}:{match.Groups[2].Value}"]),
        (MinutesTo(), To),
        (MinutesAfter(), match => [$"{match.Groups[1].Value} past {match.Groups[2].Value}"]),
        (SpelledTime(), Spelled),
        (DayLetters(), match => [match.Value switch { "MWF" => "Monday, Wednesday and Friday", "TTh" or "TuTh" => "Tuesday and Thursday", _ => "Monday to Friday" }]),
        (UntilPeriodEnd(), match => [match.Value.Contains("month", StringComparison.OrdinalIgnoreCase) ? "until this month" : "until December 31"]),
        (EndOfPeriod(), match => [match.Value.ToLowerInvariant() is var text && (text.EndsWith("quarter", StringComparison.Ordinal) || text == "eoq") ? "the last day of every quarter" : text.EndsWith("year", StringComparison.Ordinal) || text == "eoy" ? "every year on December 31" : "the last day of every month"]),
        (KoreanUntilEnd(), match => [match.Value.StartsWith('연') ? "올해까지" : "이번 달까지"]),
        (KoreanEnd(), match => [match.Value.Contains("분기", StringComparison.Ordinal) ? "분기마다 말일" : match.Value.Contains('연', StringComparison.Ordinal) ? "매년 12월 말일" : "매월 말일"]),
        (KoreanQuarter(), _ => ["분기마다 "]),
        (TimesOfDay(), match => [$"하루에 {match.Groups[1].Value}번"]),
        (CountedBusinessDay(), _ => ["영업일"]),
        (HalfOfHour(), _ => ["매시 30분"]),
        (DaysOff(), _ => ["공휴일", "주말, 공휴일"]),
    ];

    /// <summary>What the phrase is in the spelling of the grammar, in each way in which it may be meant; none where it has no other spelling.</summary>
    public static IReadOnlyList<string> Of(string phrase)
    {
        string[] readings = phrase.Length > ScheduleInput.MaxPhraseLength ? [] : [phrase];

        foreach (var (pattern, write) in All)
        {
            readings = [.. readings.SelectMany(text => Rewritten(text, pattern, write)).Distinct().Take(MostReadings)];
        }

        return [.. readings.Where(text => text != phrase)];
    }

    private static IEnumerable<string> Rewritten(string text, Regex pattern, Func<Match, IReadOnlyList<string>> write)
    {
        var found = pattern.Matches(text).Select(match => write(match).Count).DefaultIfEmpty(0).Min();
        return found == 0 ? [text] : Enumerable.Range(0, found).Select(which => pattern.Replace(text, match => write(match)[which]));
    }

    private static string[] Date(Match match)
    {
        var (first, second) = (Number(match.Groups[1]), Number(match.Groups[2]));
        (int Month, int Day)[] dates = [.. new[] { (first, second), (second, first) }.Where(date => date.Item1 is >= 1 and <= 12 && date.Item2 is >= 1 and <= 31).Distinct()];
        return [.. dates.Select(date => match.Groups[3].Success
            ? string.Create(CultureInfo.InvariantCulture, $"{Number(match.Groups[3]):0000}-{date.Month:00}-{date.Day:00}")
            : string.Create(CultureInfo.InvariantCulture, $"{date.Month}월 {date.Day}일"))];
    }

    // ten to nine am
    private static string[] To(Match match)
    {
        var (minutes, hour) = (Of(match.Groups[1], Minutes), Of(match.Groups[2], Hours));
        return minutes is > 0 and < 60 && hour is >= 1 and <= 12 ? [Clock(hour == 1 ? 12 : hour - 1, 60 - minutes)] : [];
    }

    private static string[] Spelled(Match match) => [Clock(Of(match.Groups[1], Hours), Of(match.Groups[2], Minutes))];

    private static string Clock(int hour, int minute) => string.Create(CultureInfo.InvariantCulture, $"{hour}:{minute:00}");

    private static int Of(Group group, Dictionary<string, int> names) => names.TryGetValue(group.Value, out var number) ? number : Number(group);

    private static int Number(Group group) => int.TryParse(group.Value, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0;

    [GeneratedRegex(@"(\d{4}-\d{1,2}-\d{1,2}T\d{1,2}:\d{2}(?::\d{2})?)Z\b")]
    private static partial Regex ZonedInstant();

    [GeneratedRegex(@"(?<![\w(/])[A-Z][A-Za-z]+(?:/[A-Z][A-Za-z_+-]+[0-9]*){1,2}(?![\w)])")]
    private static partial Regex BareZone();

    [GeneratedRegex(@"(?<![\d/.:-])(\d{1,2})/(\d{1,2})(?:/(\d{4}))?(?![\d/:])")]
    private static partial Regex Slashed();

    [GeneratedRegex(@"(?<![\d/.:-])(\d{1,2})\.(\d{1,2})(?=\.?\s*(?:at\s|오전|오후|아침|저녁|밤|낮|새벽|점심|\d{1,2}(?:시|:)))", RegexOptions.IgnoreCase)]
    private static partial Regex Dotted();

    [GeneratedRegex(@"(?:(?<=\bat\s)(?<hour>[01]\d|2[0-3])|(?<![0-9A-Za-z/.:-])(?<hour>[01]\d))(?<minute>[0-5]\d)(?![0-9A-Za-z/:-]|\.\d|\s*년)", RegexOptions.IgnoreCase)]
    private static partial Regex Military();

    [GeneratedRegex(@"(?<![\w.:])([01]?\d|2[0-3])h([0-5]\d)\b", RegexOptions.IgnoreCase)]
    private static partial Regex HourLetter();

    [GeneratedRegex(@"(?<!(?:from|between)\s)\b(five|ten|twenty)\s+to\s+(one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|\d{1,2})\b(?!:)", RegexOptions.IgnoreCase)]
    private static partial Regex MinutesTo();

    [GeneratedRegex(@"\b(quarter|half|five|ten|twenty|\d{1,2})\s+after\s+(\w+)\b", RegexOptions.IgnoreCase)]
    private static partial Regex MinutesAfter();

    [GeneratedRegex(@"\b(one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve)\s+(forty-five|fifteen|twenty|thirty|forty|fifty|ten|five)\b(?!\s*(?:minutes|hours|days))", RegexOptions.IgnoreCase)]
    private static partial Regex SpelledTime();

    [GeneratedRegex(@"\b(?:MWF|TTh|TuTh|M-F)\b")]
    private static partial Regex DayLetters();

    [GeneratedRegex(@"\buntil\s+(?:the\s+)?end\s+of\s+(?:the\s+|this\s+)?(?:month|year)\b", RegexOptions.IgnoreCase)]
    private static partial Regex UntilPeriodEnd();

    [GeneratedRegex(@"\b(?:(?:at\s+|on\s+)?(?:the\s+)?end\s+of\s+(?:the\s+|every\s+|each\s+)?(?:month|quarter|year)|EOM|EOQ|EOY)\b", RegexOptions.IgnoreCase)]
    private static partial Regex EndOfPeriod();

    [GeneratedRegex(@"(?:연말|월말)까지")]
    private static partial Regex KoreanUntilEnd();

    [GeneratedRegex(@"매?\s?(?:월말|분기말|분기 말|연말)(?:마다|에)?(?=$|[^가-힣])|매달 말(?=$|[^가-힣])")]
    private static partial Regex KoreanEnd();

    [GeneratedRegex(@"(?<![가-힣])(?:매\s?)?분기\s+(?=마지막|첫)")]
    private static partial Regex KoreanQuarter();

    [GeneratedRegex(@"(?<!\S)1일에?\s*(\d{1,2})회")]
    private static partial Regex TimesOfDay();

    [GeneratedRegex(@"영업일째")]
    private static partial Regex CountedBusinessDay();

    [GeneratedRegex(@"매시간?\s+반(?=$|\s)")]
    private static partial Regex HalfOfHour();

    [GeneratedRegex(@"(?<![가-힣])휴일")]
    private static partial Regex DaysOff();
}
