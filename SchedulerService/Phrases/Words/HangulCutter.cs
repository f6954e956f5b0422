namespace SchedulerService.Phrases.Words;

/// <summary>Cuts a run of Hangul into known words, longest first, so that nothing is left over.</summary>
internal static class HangulCutter
{
    private static readonly int LongestWord = KoreanWords.Words.Keys.Max(word => word.Length);

    public static bool TryCut(string run, bool afterNumber, List<(Word Word, int Length)> words) => TryCut(run, 0, afterNumber, words, []);

    // What could not be cut once is not tried again: else a run of short words would take time that doubles with each of them.
    private static bool TryCut(string run, int start, bool afterNumber, List<(Word Word, int Length)> words, HashSet<(int Start, bool AfterNumber)> failed)
    {
        if (start == run.Length)
        {
            return true;
        }

        // After a number 일 is "day of the month", elsewhere it is Sunday; 2시간마다 is 시간 + 마다.
        if (!failed.Contains((start, afterNumber))
            && ((afterNumber && TryCut(run, start, KoreanWords.Counters, words, failed)) || TryCut(run, start, KoreanWords.Words, words, failed)))
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
