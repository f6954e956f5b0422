using SchedulerService.Phrases;
using SchedulerService.Schedules.Shapes;

namespace SchedulerService.Tests.Phrases.Clauses;

/// <summary>
/// No word of time is passed over: with a word more, a phrase that is understood means something else, or is refused. The words here say what no row
/// of the tables says already.
/// </summary>
public sealed class EveryWordCountsTests
{
    public static TheoryData<string> Words =>
    [
        "at 03:33", "at minute 33", "on the 27th", "on the fifth Tuesday", "on October 10", "in October", "every 13 minutes", "every 11 days", "every 7 weeks", "until Dec 30", "from Dec 29 at 03:33",
        "except the 9th", "except October 10", "only in October", "only on day 27", "in 33 minutes", "in 33 days", "from 3:33 to 4:44", "nine times", "six times a week", "nine times a month", "often", "30 seconds", "half an",
        "오전 3시 33분", "33분", "27일", "다섯째 화요일", "10월 10일", "10월", "13분마다", "11일마다", "7주마다", "12월 30일까지", "12월 29일 오전 3시 33분부터", "9일 제외", "10월 10일 제외", "10월에만", "27일에만", "33분 뒤", "33일 뒤", "3시 33분부터 4시 44분까지", "아홉 번",
        "for 33 minutes", "until Easter", "EST", "33 minutes before", "next month", "this year", "or later", "and a half", "from next week", "추석까지", "33일 전", "33일 동안", "다음 달", "내년", "연말까지", "다음 주부터", "KST",
        "주 6회", "한 달에 아홉 번", "수시로", "30초", "다음",
    ];

    [Theory]
    [MemberData(nameof(Words))]
    public void A_word_more_changes_what_is_understood_or_refuses_the_phrase(string word)
    {
        foreach (var (phrase, expected, _) in PhraseCorpus.Rows().Where(row => !row.Expected.StartsWith('!')))
        {
            var words = phrase.Split(' ');
            var middle = words.Length / 2;

            foreach (var text in new[] { $"{phrase} {word}", $"{word} {phrase}", $"{string.Join(' ', words[..middle])} {word} {string.Join(' ', words[middle..])}" })
            {
                Assert.False(PhraseGrammar.Read(text, PhraseCorpus.Now) is PhraseReading.Understood { Shape: var shape } && Outcome.Of(shape) == expected, $"'{text}' is {expected} as well.");
            }
        }
    }

    /// <summary>"Once" is true of what comes once, and of a unit that is said beside it; else it is asked what it means.</summary>
    [Theory]
    [InlineData("once")]
    [InlineData("한 번")]
    [InlineData("1회")]
    public void Once_beside_what_recurs_is_asked_and_never_passed_over(string once)
    {
        foreach (var (phrase, _, _) in PhraseCorpus.Rows().Where(row => !row.Expected.StartsWith('!')))
        {
            var reading = PhraseGrammar.Read($"{phrase}, {once}", PhraseCorpus.Now);

            Assert.True(reading is PhraseReading.Refused { Refusal.Suggestions.Count: > 0 } or PhraseReading.Understood { Shape.Kind: ScheduleKind.Once }, $"'{phrase}, {once}' is {reading}");
        }
    }
}
