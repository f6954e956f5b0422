using SchedulerService.Phrases;
using SchedulerService.Phrases.Clauses;
using SchedulerService.Phrases.Refusing;
using SchedulerService.Phrases.Words;

namespace SchedulerService.Tests.Phrases;

/// <summary>Hostile lengths: the work is counted in looks at tokens, not in seconds.</summary>
public sealed class PhraseLimitTests
{
    /// <summary>Looks at tokens that one token may cost: a few rules, each of which looks no farther than <see cref="ClauseReader.MostItems"/> items.</summary>
    private const int MostLooksPerToken = 12_000;

    public static TheoryData<string> Pieces =>
    [
        "매일 ", "매", "일", "월", "월,", "월요일, ", "1일, ", "1월 ", "1월, ", "12월 25일 ", "첫째, ", "첫째 월요일, ", "마지막 ", "9시, ", "9시~", "오전 ", "9시부터 ", "부터 ", "까지 ", "제외 ", "월요일, 공휴일, ",
        "1", "1:", "1-", "1.", "-", "a-", "a.", "a'", ":", "~", "every ", "every other ", "every second ", "1st, ", "1st and the ", "first Monday and ", "Monday, ", "December 25, ", "2026-12-25, ", "at 9, ", "at 9 and ",
        "9 to ", "from ", "from December 1 ", "until ", "except ", "except Monday, ", "2 hours and ", "half ", "in the ", "last ", "to last ", "of the month ", "twice ", "x ", "\u200b", "\u0301", "뷁", "😀", " ", "\n", "\0",
    ];

    [Theory]
    [MemberData(nameof(Pieces))]
    public void The_work_of_a_text_grows_with_its_length(string piece)
    {
        var (once, twice) = (Looks(Repeat(piece, 4000)), Looks(Repeat(piece, 8000)));

        Assert.InRange(twice, 0, (once * 5 / 2) + 10_000);
    }

    [Theory]
    [MemberData(nameof(Pieces))]
    public void A_token_costs_a_bounded_number_of_looks(string piece)
    {
        PhraseTokenizer.Read(Repeat(piece, 8000), out var tokens);

        Assert.InRange(Looks(Repeat(piece, 8000)), 0, (tokens.Count + 1L) * MostLooksPerToken);
    }

    [Theory]
    [MemberData(nameof(Pieces))]
    public void A_text_of_the_longest_length_is_read_whole(string piece)
    {
        var text = Repeat(piece, PhraseGrammar.LongestText);

        Assert.NotEqual(RefusalCodes.TooLong, (PhraseGrammar.Read(text, PhraseCorpus.Now) as PhraseReading.Refused)?.Refusal.Code);
        _ = PhraseGrammar.Find(text, PhraseCorpus.Now);
    }

    [Theory]
    [MemberData(nameof(Pieces))]
    public void A_text_of_200_kilobytes_is_refused_unread(string piece)
    {
        var text = Repeat(piece, 200_000);
        var refused = Assert.IsType<PhraseReading.Refused>(PhraseGrammar.Read(text, PhraseCorpus.Now));

        Assert.Equal(RefusalCodes.TooLong, refused.Refusal.Code);
        Assert.All(refused.Refusal.Suggestions, suggestion => PhraseGrammarTests.Understood(suggestion));
        Assert.Null(PhraseGrammar.Find(text, PhraseCorpus.Now));
    }

    private static long Looks(string text)
    {
        PhraseTokenizer.Read(text, out var tokens);
        var cursor = new TokenCursor(tokens);
        ClauseReader.ReadAll(cursor, []);
        return cursor.Looks;
    }

    private static string Repeat(string piece, int length) => string.Concat(Enumerable.Repeat(piece, (length / piece.Length) + 1))[..length];
}
