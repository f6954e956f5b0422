using SchedulerService.Phrases.Clauses;
using SchedulerService.Phrases.Finding;
using SchedulerService.Phrases.Meanings;
using SchedulerService.Phrases.Refusing;
using SchedulerService.Phrases.Words;

namespace SchedulerService.Phrases;

/// <summary>
/// Reads schedule phrases in Korean and English by rules alone: the same phrase gives the same schedule every time.
/// docs/schedule-phrases.md lists what is understood.
/// </summary>
internal static class PhraseGrammar
{
    /// <summary>The longest text that is read, in characters: that of a sentence of the chat.</summary>
    public const int LongestText = 8000;

    /// <summary>Reads a text that is nothing but a phrase; <paramref name="now"/> is local time in the zone of the schedule.</summary>
    public static PhraseReading Read(string phrase, DateTime now) => Read(phrase, LanguageOf(phrase), now);

    /// <summary>Likewise, answered in the language of the sentence in which the phrase stands.</summary>
    public static PhraseReading Read(string phrase, PhraseLanguage language, DateTime now)
    {
        if (phrase.Length > LongestText)
        {
            return Refusals.Because(RefusalCodes.TooLong, new Suggestions(language).Common());
        }

        PhraseTokenizer.Read(phrase, out var tokens);
        var reading = WrongClocks.Instead(tokens, language, corrected => Read(corrected, language, now)) ?? Read(tokens, language, now);
        return reading is PhraseReading.Refused { Refusal: var refusal } && OtherSpellings.Of(phrase) is { Count: > 0 } spellings
            ? Respelled(refusal, spellings, language, now)
            : reading;
    }

    /// <summary>The zone that a phrase names, as sentences of the product do; null when it names none.</summary>
    public static string? ZoneOf(string phrase)
    {
        if (phrase.Length > LongestText)
        {
            return null;
        }

        PhraseTokenizer.Read(phrase, out var tokens);
        return tokens.FirstOrDefault(token => token.Kind == TokenKind.Zone) is { Kind: TokenKind.Zone, Name: var zone } ? zone : null;
    }

    /// <summary>Finds the phrase inside a sentence; null when the sentence does not speak of a schedule, or is too long.</summary>
    public static FoundPhrase? Find(string sentence, DateTime now) => sentence.Length > LongestText ? null : new PhraseFinder(sentence, now).Find();

    public static PhraseLanguage LanguageOf(string text) =>
        text.Any(c => c is >= '가' and <= '힣' or >= 'ᄀ' and <= 'ᇿ') ? PhraseLanguage.Korean : PhraseLanguage.English;

    // Said as people write it elsewhere: 12/25, 0900, 월말. What that may be is offered, never taken.
    private static PhraseReading Respelled(PhraseRefusal refusal, IReadOnlyList<string> spellings, PhraseLanguage language, DateTime now)
    {
        string[] offers = [.. spellings.SelectMany(spelling =>
        {
            PhraseTokenizer.Read(spelling, out var tokens);
            return Read(tokens, language, now) switch
            {
                PhraseReading.Understood { Shape: var shape } => new Suggestions(language, ZoneOf(spelling)).Of(shape),
                PhraseReading.Refused { Refusal: { Code: not RefusalCodes.NotUnderstood, Suggestions: var suggestions } } => suggestions,
                _ => [],
            };
        })];
        return Refusals.Because(refusal.Code, offers.Length > 0 ? offers : refusal.Suggestions);
    }

    private static PhraseReading Read(IReadOnlyList<Token> tokens, PhraseLanguage language, DateTime now)
    {
        var clauses = new List<Clause>();
        var whole = ClauseReader.ReadAll(new(tokens), clauses);

        if (clauses.Count == 0)
        {
            return Refusals.Because(RefusalCodes.NotUnderstood, new Suggestions(language).Common());
        }

        // What is left out in words that are not understood is not offered as what is meant.
        var known = whole ? clauses : LeftOut.Without(tokens);

        if (known.Count == 0)
        {
            return Refusals.Because(RefusalCodes.NotUnderstood, new Suggestions(language, clauses.OfType<Clause.InZone>().FirstOrDefault()?.Id).Common());
        }

        var reading = PhraseMeaning.Resolve(known, language, now);
        return whole ? reading : NotWhole(reading, language, clauses.OfType<Clause.InZone>().FirstOrDefault()?.Id);
    }

    // Words that are not understood may change the meaning: what was understood is offered, not taken.
    private static PhraseReading NotWhole(PhraseReading reading, PhraseLanguage language, string? zone) => reading switch
    {
        PhraseReading.Understood { Shape: var shape } => Refusals.Because(RefusalCodes.NotUnderstood, new Suggestions(language, zone).Of(shape)),
        PhraseReading.Refused { Refusal: var refusal } => Refusals.Because(refusal.Code is RefusalCodes.MissingTime or RefusalCodes.Unsupported ? refusal.Code : RefusalCodes.NotUnderstood, refusal.Suggestions),
        _ => reading,
    };
}
