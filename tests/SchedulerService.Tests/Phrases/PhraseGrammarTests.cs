using System.Text;
using AgentPlatform.Contracts.Schedules;
using SchedulerService.Phrases;
using SchedulerService.Phrases.Refusing;
using SchedulerService.Schedules;
using SchedulerService.Schedules.Shapes;

namespace SchedulerService.Tests.Phrases;

public sealed class PhraseGrammarTests
{
    [Theory]
    [MemberData(nameof(PhraseCorpus.Accepted), MemberType = typeof(PhraseCorpus))]
    public void A_phrase_that_is_understood_gives_its_schedule_and_says_it_back(string phrase, string expected, string sentence)
    {
        var shape = Understood(phrase);

        Assert.Equal(expected, Outcome.Of(shape));
        Assert.True(sentence.Length == 0 || sentence == Sentence(phrase, shape), Sentence(phrase, shape));
    }

    [Theory]
    [MemberData(nameof(PhraseCorpus.Refused), MemberType = typeof(PhraseCorpus))]
    public void A_phrase_that_is_refused_says_why_and_suggests_phrases_that_are_understood(string phrase, string code)
    {
        var refusal = PhraseCorpus.Refusal(phrase);

        Assert.Equal(code, refusal.Code);
        Assert.NotEmpty(refusal.Suggestions);
        Assert.All(refusal.Suggestions, suggestion => Understood(suggestion));
        Assert.All(refusal.Suggestions, suggestion => Assert.Equal(PhraseGrammar.LanguageOf(phrase), PhraseGrammar.LanguageOf(suggestion)));
    }

    [Theory]
    [MemberData(nameof(PhraseCorpus.Accepted), MemberType = typeof(PhraseCorpus))]
    public void What_is_said_back_is_understood_as_the_same_schedule_in_both_languages(string phrase, string expected, string sentence)
    {
        _ = (expected, sentence);
        var shape = Understood(phrase);

        foreach (var language in Enum.GetValues<PhraseLanguage>())
        {
            foreach (var said in new[] { PhraseWriter.Write(shape, language), Said(ScheduleSentences.Say(shape, "Asia/Seoul"), language) })
            {
                Assert.Equal($"{said}: {Outcome.Of(shape)}", $"{said}: {Outcome.Of(Understood(said))}");
            }
        }
    }

    [Fact]
    public void Each_language_has_at_least_500_phrases() =>
        Assert.All(["korean", "english"], language => Assert.True(PhraseCorpus.Rows(language).DistinctBy(row => row.Phrase).Count() >= 500));

    [Fact]
    public void No_phrase_stands_in_a_table_twice() =>
        Assert.Empty(PhraseCorpus.Rows().GroupBy(row => row.Phrase).Where(rows => rows.Count() > 1).Select(rows => rows.Key));

    [Fact]
    public void Every_reason_for_a_refusal_is_in_the_tables_or_in_a_test_of_its_own()
    {
        var codes = typeof(RefusalCodes).GetFields().Select(field => (string)field.GetRawConstantValue()!);

        Assert.Equal([RefusalCodes.HolidayCalendar, RefusalCodes.TooLong], codes.Except(PhraseCorpus.Refused().Select(row => row.Data.Item2)).Order());
    }

    [Theory]
    [MemberData(nameof(PhraseCorpus.Accepted), MemberType = typeof(PhraseCorpus))]
    public void Decomposed_full_width_and_upper_case_letters_make_no_difference(string phrase, string expected, string sentence)
    {
        _ = sentence;

        // Zones are spelled as IANA spells them.
        var written = string.Join("(Asia/Seoul)", phrase.Split("(Asia/Seoul)").Select(Written));

        Assert.Equal(expected, Outcome.Of(Understood(written)));

        static string Written(string text) => string.Concat(text.Select(c => char.IsAsciiDigit(c) ? (char)(c + 0xFEE0) : char.ToUpperInvariant(c))).Normalize(NormalizationForm.FormD);
    }

    [Theory]
    [InlineData("매일 오전 9시", "매\u200b일 오\u2060전 \ufeff9시")]
    [InlineData("매일 오전 9시", "매일\u00a0오전\u30009시")]
    [InlineData("매일 오전 9시", "\t매일\n오전\u2003 9시\r\n")]
    [InlineData("매일 오전 9시", "매일 오전 \u0669시")]
    [InlineData("every day at 9", "every\u00a0day\u2009at \u096f")]
    [InlineData("every day at 9", "\u200eevery day at \U0001d7d7\u200f")]
    [InlineData("every day at 9", "ev\u00adery d\u200day at 9")]
    public void Spaces_and_digits_of_any_script_and_what_nobody_sees_make_no_difference(string plain, string written) =>
        Assert.Equal(Outcome.Of(Understood(plain)), Outcome.Of(Understood(written)));

    [Theory]
    [InlineData("매일 오전 9시\0")]
    [InlineData("\u001b[31m매일 오전 9시")]
    [InlineData("every\u0007 day at 9")]
    [InlineData("every day at 9\ud83d")]
    [InlineData("every day at 9 😀")]
    [InlineData("evеry day at 9")] // a Cyrillic е
    [InlineData("")]
    [InlineData(" ")]
    [InlineData("\u200b")]
    public void Signs_that_mean_nothing_refuse_the_phrase(string phrase) =>
        Assert.Equal(RefusalCodes.NotUnderstood, Assert.IsType<PhraseReading.Refused>(PhraseGrammar.Read(phrase, PhraseCorpus.Now)).Refusal.Code);

    internal static ScheduleShape Understood(string phrase)
    {
        var reading = PhraseGrammar.Read(phrase, PhraseCorpus.Now);
        Assert.True(reading is PhraseReading.Understood, $"'{phrase}': {reading}");
        return ((PhraseReading.Understood)reading).Shape;
    }

    internal static string Said(LocalizedText text, PhraseLanguage language) => language == PhraseLanguage.Korean ? text.Ko : text.En;

    private static string Sentence(string phrase, ScheduleShape shape) => Said(ScheduleSentences.Say(shape, "Asia/Seoul"), PhraseGrammar.LanguageOf(phrase));
}
