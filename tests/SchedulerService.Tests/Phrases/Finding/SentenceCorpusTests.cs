using CsCheck;
using SchedulerService.Phrases;
using SchedulerService.Tests.Phrases.Clauses;

namespace SchedulerService.Tests.Phrases.Finding;

/// <summary>
/// Sentences of three kinds (sentences-korean.txt, sentences-english.txt): words that are joined with the schedule though they stand elsewhere, words of
/// time that refuse it, and words of time that are the work.
/// </summary>
public sealed class SentenceCorpusTests
{
    private const int LeastRowsOfAKind = 30;

    private static readonly string[] Requests = ["해", "해요", "해줘", "예요", "이에요", "입니다", "please", "드려요", "드립니다", "주세요", "합니다"];

    public static IEnumerable<TheoryDataRow<string, string, string, string>> Sentences() =>
        from language in new[] { "korean", "english" } from row in Rows(language) select new TheoryDataRow<string, string, string, string>(row[0], row[1], row[2], row[3]);

    [Theory]
    [MemberData(nameof(Sentences))]
    public void The_words_of_the_schedule_are_found_and_no_word_of_time_beside_them_is_passed_over(string kind, string sentence, string phrase, string expected)
    {
        var found = PhraseGrammar.Find(sentence, PhraseCorpus.Now);

        Assert.Equal(phrase, found?.Phrase);
        Assert.Equal(expected, found!.Reading is PhraseReading.Understood { Shape: var shape } ? Outcome.Of(shape) : $"!{((PhraseReading.Refused)found.Reading).Refusal.Code}");
        Assert.Equal(kind == "refused", found.Reading is PhraseReading.Refused);
    }

    [Theory]
    [MemberData(nameof(Sentences))]
    public void What_is_found_is_read_alone_as_it_is_in_the_sentence(string kind, string sentence, string phrase, string expected)
    {
        _ = (sentence, phrase);
        var read = PhraseGrammar.Read(PhraseGrammar.Find(sentence, PhraseCorpus.Now)!.Phrase, PhraseCorpus.Now);

        if (kind != "refused")
        {
            Assert.Equal(expected, Outcome.Of(Assert.IsType<PhraseReading.Understood>(read).Shape));
        }
    }

    [Theory]
    [MemberData(nameof(Sentences))]
    public void What_is_offered_for_a_sentence_is_understood(string kind, string sentence, string phrase, string expected)
    {
        _ = (phrase, expected);
        var found = PhraseGrammar.Find(sentence, PhraseCorpus.Now)!;

        if (kind == "refused")
        {
            var suggestions = Assert.IsType<PhraseReading.Refused>(found.Reading).Refusal.Suggestions;
            Assert.NotEmpty(suggestions);
            Assert.All(suggestions, suggestion => PhraseGrammarTests.Understood(suggestion));
            Assert.All(suggestions, suggestion => Assert.Equal(PhraseGrammar.LanguageOf(sentence), PhraseGrammar.LanguageOf(suggestion)));
        }
    }

    /// <summary>But for halves of words that say nothing there.</summary>
    public static TheoryData<string> Words => [.. EveryWordCountsTests.Words.Select(row => row.Data).Except(["half an", "다음"])];

    [Theory]
    [MemberData(nameof(Words))]
    public void A_word_of_time_right_behind_the_schedule_of_a_sentence_is_not_passed_over(string word)
    {
        var language = PhraseGrammar.LanguageOf(word);

        foreach (var (phrase, expected, _) in PhraseCorpus.Rows().Where(row => !row.Expected.StartsWith('!') && PhraseGrammar.LanguageOf(row.Phrase) == language && !EndsSentence(row.Phrase)))
        {
            var sentence = language == PhraseLanguage.Korean ? $"{phrase} {word}, 뉴스를 정리해줘" : $"{phrase} {word}, summarize the news";

            Assert.False(PhraseGrammar.Find(sentence, PhraseCorpus.Now)?.Reading is PhraseReading.Understood { Shape: var shape } && Outcome.Of(shape) == expected, $"'{sentence}' is {expected} as well.");
        }
    }

    private static readonly string[] SomeWords = [.. PhraseCorpus.Rows().SelectMany(row => row.Phrase.Split(' ')).Concat(Rows("korean").Concat(Rows("english")).SelectMany(row => row[1].Split(' '))).Concat([".", "\n", ",", "(", ")", "(Asia/Seoul)"]).Distinct()];

    [Fact]
    public void Whatever_is_found_is_a_phrase_and_means_the_same_alone() =>
        Gen.Int[0, SomeWords.Length - 1].Array[1, 12].Select(places => string.Join(' ', places.Select(place => SomeWords[place]))).Sample(
            sentence => Problem(sentence) is null, iter: PropertyRuns.Of(20_000), print: sentence => $"'{sentence}': {Problem(sentence)}");

    [Theory]
    [InlineData("every day at 9am until the from on Mondays")]
    public void A_word_that_stands_between_two_segments_belongs_to_one_of_them(string sentence) => Assert.IsType<PhraseReading.Refused>(PhraseGrammar.Find(sentence, PhraseCorpus.Now)?.Reading);

    private static string? Problem(string sentence) => PhraseGrammar.Find(sentence, PhraseCorpus.Now) switch
    {
        null => null,
        { Reading: PhraseReading.Refused { Refusal.Suggestions.Count: 0 } } => "no suggestions",
        { Reading: PhraseReading.Understood { Shape: var shape }, Phrase: var phrase } when PhraseGrammar.Read(phrase, PhraseCorpus.Now) is not PhraseReading.Understood { Shape: var alone } || Outcome.Of(alone) != Outcome.Of(shape) => $"'{phrase}' is another schedule alone",
        _ => null,
    };

    // What follows an end or a request is another sentence.
    private static bool EndsSentence(string phrase) => phrase[^1] is '.' or '!' || Requests.Any(request => phrase.EndsWith(request, StringComparison.Ordinal));

    [Theory]
    [InlineData("korean")]
    [InlineData("english")]
    public void Each_kind_of_sentence_has_enough_rows(string language) =>
        Assert.All(["content", "joined", "refused"], kind => Assert.InRange(Rows(language).DistinctBy(row => row[1]).Count(row => row[0] == kind), LeastRowsOfAKind, int.MaxValue));

    private static IEnumerable<string[]> Rows(string language)
    {
        using var stream = typeof(SentenceCorpusTests).Assembly.GetManifestResourceStream($"SchedulerService.Tests.Phrases.sentences-{language}.txt")!;
        using var reader = new StreamReader(stream);
        return [.. reader.ReadToEnd().Split('\n').Where(line => line.Length > 0 && !line.StartsWith('#')).Select(line => line.Split('|', StringSplitOptions.TrimEntries))];
    }
}
