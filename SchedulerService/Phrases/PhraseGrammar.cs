namespace SchedulerService.Phrases;

/// <summary>
/// Reads schedule phrases in Korean and English by rules alone: the same phrase gives the same schedule every time.
/// docs/schedule-phrases.md lists what is understood.
/// </summary>
internal static class PhraseGrammar
{
    /// <summary>Reads a text that is nothing but a phrase; <paramref name="now"/> is local time in the zone of the schedule.</summary>
    public static PhraseReading Read(string phrase, DateTime now)
    {
        PhraseTokenizer.Read(phrase, out var tokens);
        var cursor = new TokenCursor(tokens);
        var (clauses, whole) = (new List<Clause>(), true);

        while (!cursor.AtEnd)
        {
            if (ClauseReader.TryRead(cursor, clauses))
            {
                continue;
            }

            whole &= ClauseReader.IsConnector(cursor.Take().Kind);
        }

        var language = LanguageOf(phrase);

        if (clauses.Count == 0)
        {
            return Refusals.Because(RefusalCodes.NotUnderstood, new Suggestions(language).Common());
        }

        var reading = new PhraseMeaning(clauses, language, now).Resolve();
        return whole ? reading : NotWhole(reading, language);
    }

    /// <summary>Finds the phrase inside a sentence; null when the sentence does not speak of a schedule.</summary>
    public static FoundPhrase? Find(string sentence, DateTime now) => new PhraseFinder(sentence, now).Find();

    public static PhraseLanguage LanguageOf(string text) =>
        text.Any(c => c is >= '가' and <= '힣' or >= 'ᄀ' and <= 'ᇿ') ? PhraseLanguage.Korean : PhraseLanguage.English;

    // Words that are not understood may change the meaning: what was understood is offered, not taken.
    private static PhraseReading NotWhole(PhraseReading reading, PhraseLanguage language) => reading switch
    {
        PhraseReading.Understood { Shape: var shape } => Refusals.Because(RefusalCodes.NotUnderstood, new Suggestions(language).Of(shape with { At = shape.At.AddSeconds(-shape.At.Second) })),
        PhraseReading.Refused { Refusal: var refusal } => Refusals.Because(refusal.Code is RefusalCodes.MissingTime or RefusalCodes.Unsupported ? refusal.Code : RefusalCodes.NotUnderstood, refusal.Suggestions),
        _ => reading,
    };
}
