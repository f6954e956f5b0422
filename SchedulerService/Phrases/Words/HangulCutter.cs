using System.Text.RegularExpressions;
using SchedulerService.Phrases.Clauses.Days;

namespace SchedulerService.Phrases.Words;

/// <summary>Cuts a run of Hangul into known words, longest first, so that nothing is left over.</summary>
internal static partial class HangulCutter
{
    /// <summary>Words that count what the number before them says.</summary>
    private static readonly Dictionary<string, Word> Counters = new(StringComparer.Ordinal)
    {
        ["개월"] = new(TokenKind.Unit, (int)TimeUnit.Month),
        ["개월간"] = new(TokenKind.Lasting, (int)TimeUnit.Month),
        ["년"] = new(TokenKind.YearCounter),
        ["년간"] = new(TokenKind.Lasting, (int)TimeUnit.Year),
        ["달"] = new(TokenKind.Unit, (int)TimeUnit.Month),
        ["달간"] = new(TokenKind.Lasting, (int)TimeUnit.Month),
        ["번"] = new(TokenKind.Times),
        ["번씩"] = new(TokenKind.Times, KoreanWords.Each),
        ["번째"] = new(TokenKind.OrdinalMark),
        ["분"] = new(TokenKind.MinuteCounter),
        ["분간"] = new(TokenKind.Lasting, (int)TimeUnit.Minute),
        ["시"] = new(TokenKind.HourCounter),
        ["시간"] = new(TokenKind.Unit, (int)TimeUnit.Hour),
        ["월"] = new(TokenKind.MonthCounter),
        ["일"] = new(TokenKind.DayCounter),
        ["일간"] = new(TokenKind.Lasting, (int)TimeUnit.Day),
        ["주"] = new(TokenKind.Unit, (int)TimeUnit.Week),
        ["주간"] = new(TokenKind.Lasting, (int)TimeUnit.Week),
        ["주일"] = new(TokenKind.Unit, (int)TimeUnit.Week),
        ["초"] = new(TokenKind.Unit, (int)TimeUnit.Second),
        ["회"] = new(TokenKind.Times),
        ["회씩"] = new(TokenKind.Times, KoreanWords.Each),
    };

    private static readonly int LongestWord = KoreanWords.Words.Keys.Max(word => word.Length);

    private const int LongestRun = 20;

    /// <summary>The words of the run of Hangul at <paramref name="start"/>, and of "that is not" behind it, with their lengths in characters; none where it is no time.</summary>
    public static IReadOnlyList<(Word Word, int Length)> Read(string text, int start, int end, bool afterNumber)
    {
        var words = new List<(Word Word, int Length)>();

        // 공휴일이 아닌, 주말만 아니면; 아니면 alone is "or"
        if (ThatIsNot().Match(text, start) is { Success: true } not && TryCut(not.Groups[1].Value, afterNumber, words)
            && words[^1].Word.Kind is TokenKind.Day or TokenKind.DayCounter or TokenKind.DayGroup or TokenKind.DayOfMonth or TokenKind.Holiday or TokenKind.NamedDay or TokenKind.NotYet)
        {
            return [.. words, (new(TokenKind.Except, not.Groups[2].Value == "아닌" ? ExceptClauses.OfNoun : 0), not.Length - not.Groups[1].Length)];
        }

        words.Clear();

        // 전화 is not 전 + 화.
        return end - start <= LongestRun && TryCut(text[start..end], afterNumber, words)
            && !words.Zip(words.Skip(1)).Any(pair => pair is { First.Word.Kind: TokenKind.Before, Second.Word.Kind: not (TokenKind.OnlySuffix or TokenKind.Particle or TokenKind.Until) }) ? words : [];
    }

    [GeneratedRegex(@"\G([가-힣]{1,16}?)(?:이|가|만)\s+(아닌|아니면|아니라면)(?![가-힣])")]
    private static partial Regex ThatIsNot();

    private static bool TryCut(string run, bool afterNumber, List<(Word Word, int Length)> words) => TryCut(run, 0, afterNumber, words, []);

    // What could not be cut once is not tried again: else a run of short words would take time that doubles with each of them.
    private static bool TryCut(string run, int start, bool afterNumber, List<(Word Word, int Length)> words, HashSet<(int Start, bool AfterNumber)> failed)
    {
        if (start == run.Length)
        {
            return true;
        }

        // After a number 일 is "day of the month", elsewhere it is Sunday; 2시간마다 is 시간 + 마다.
        if (!failed.Contains((start, afterNumber))
            && ((afterNumber && TryCut(run, start, Counters, words, failed)) || TryCut(run, start, KoreanWords.Words, words, failed)))
        {
            return true;
        }

        failed.Add((start, afterNumber));
        return false;
    }

    private static bool TryCut(string run, int start, Dictionary<string, Word> table, List<(Word Word, int Length)> words, HashSet<(int Start, bool AfterNumber)> failed)
    {
        for (var length = Math.Min(run.Length - start, LongestWord); length > 0; length--)
        {
            if (!table.TryGetValue(run.Substring(start, length), out var word))
            {
                continue;
            }

            words.Add((word, length));

            if (TryCut(run, start + length, word.Kind == TokenKind.Number, words, failed))
            {
                return true;
            }

            words.RemoveAt(words.Count - 1);
        }

        return false;
    }
}
