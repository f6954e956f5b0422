using SchedulerService.Phrases;
using SchedulerService.Schedules;

namespace SchedulerService.Tests.Phrases;

public sealed class PhraseGrammarTests
{
    [Theory]
    [MemberData(nameof(PhraseCorpus.Accepted), MemberType = typeof(PhraseCorpus))]
    public void A_phrase_that_is_understood_gives_its_schedule_and_says_it_back(string phrase, string expected, string sentence)
    {
        var shape = Understood(phrase);

        Assert.Equal(expected, shape.Kind == ScheduleKind.Once ? PhraseCorpus.Local(shape.At) : CronWriter.Write(shape));
        Assert.Equal(sentence, Sentence(phrase, shape));
    }

    [Theory]
    [MemberData(nameof(PhraseCorpus.Refused), MemberType = typeof(PhraseCorpus))]
    public void A_phrase_that_is_refused_says_why_and_suggests_phrases_that_are_understood(string phrase, string code)
    {
        var refused = Assert.IsType<PhraseReading.Refused>(PhraseGrammar.Read(phrase, PhraseCorpus.Now));

        Assert.Equal(code, refused.Refusal.Code);
        Assert.NotEmpty(refused.Refusal.Suggestions);
        Assert.All(refused.Refusal.Suggestions, suggestion => Understood(suggestion));
        Assert.All(refused.Refusal.Suggestions, suggestion => Assert.Equal(PhraseGrammar.LanguageOf(phrase), PhraseGrammar.LanguageOf(suggestion)));
    }

    [Theory]
    [MemberData(nameof(PhraseCorpus.Accepted), MemberType = typeof(PhraseCorpus))]
    public void What_is_said_back_is_understood_as_the_same_schedule_in_both_languages(string phrase, string expected, string sentence)
    {
        _ = sentence;
        var shape = Understood(phrase);
        shape = shape with { At = shape.At.AddSeconds(-shape.At.Second) };

        foreach (var language in Enum.GetValues<PhraseLanguage>())
        {
            var again = Understood(PhraseWriter.Write(shape, language));

            Assert.Equal(shape.Kind, again.Kind);
            Assert.Equal(shape.At, again.At);
            Assert.True(shape.Kind == ScheduleKind.Once || CronWriter.Write(again) == expected);
        }
    }

    [Fact]
    public void Each_language_has_at_least_120_phrases() =>
        Assert.All(["korean", "english"], language => Assert.True(PhraseCorpus.Rows(language).DistinctBy(row => row.Phrase).Count() >= 120));

    [Theory]
    [MemberData(nameof(PhraseCorpus.Accepted), MemberType = typeof(PhraseCorpus))]
    public void Decomposed_full_width_and_upper_case_letters_make_no_difference(string phrase, string expected, string sentence)
    {
        _ = sentence;
        var written = string.Concat(phrase.Select(c => char.IsAsciiDigit(c) ? (char)(c + 0xFEE0) : char.ToUpperInvariant(c))).Normalize(System.Text.NormalizationForm.FormD);
        var shape = Understood(written);

        Assert.Equal(expected, shape.Kind == ScheduleKind.Once ? PhraseCorpus.Local(shape.At) : CronWriter.Write(shape));
    }

    internal static ScheduleShape Understood(string phrase)
    {
        var reading = PhraseGrammar.Read(phrase, PhraseCorpus.Now);
        Assert.True(reading is PhraseReading.Understood, $"'{phrase}': {reading}");
        return ((PhraseReading.Understood)reading).Shape;
    }

    private static string Sentence(string phrase, ScheduleShape shape)
    {
        var text = ScheduleSentences.Say(shape, "Asia/Seoul");
        return PhraseGrammar.LanguageOf(phrase) == PhraseLanguage.Korean ? text.Ko : text.En;
    }
}
