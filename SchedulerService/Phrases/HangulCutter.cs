namespace SchedulerService.Phrases;

/// <summary>Cuts a run of Hangul into known words, longest first, so that nothing is left over.</summary>
internal static class HangulCutter
{
    private const int LongestWord = 5;

    public static bool TryCut(string run, bool afterNumber, List<(Word Word, int Length)> words)
    {
        // After a number 일 is "day of the month", elsewhere it is Sunday; 2시간마다 is 시간 + 마다.
        return run.Length == 0
            || (afterNumber && TryCut(run, KoreanWords.Counters, words))
            || TryCut(run, KoreanWords.Words, words);
    }

    private static bool TryCut(string run, Dictionary<string, Word> table, List<(Word Word, int Length)> words)
    {
        for (var length = Math.Min(run.Length, LongestWord); length > 0; length--)
        {
            if (!table.TryGetValue(run[..length], out var word))
            {
                continue;
            }

            words.Add((word, length));

            if (TryCut(run[length..], word.Kind == TokenKind.Number, words))
            {
                return true;
            }

            words.RemoveAt(words.Count - 1);
        }

        return false;
    }
}
