using SchedulerService.Schedules;

namespace SchedulerService.Phrases;

/// <summary>
/// Says a shape as a phrase. What it writes the grammar reads back as the same shape, so that suggestions and
/// sentences are never words that the product itself does not understand.
/// </summary>
internal static class PhraseWriter
{
    public static string Write(ScheduleShape shape, PhraseLanguage language) =>
        language == PhraseLanguage.Korean ? KoreanPhrases.Write(shape) : EnglishPhrases.Write(shape);

    /// <summary>The days that are left out, as the end of a phrase; empty when there are none.</summary>
    public static string Except(DayExclusion except, PhraseLanguage language) =>
        language == PhraseLanguage.Korean ? KoreanPhrases.Except(except) : EnglishPhrases.Except(except);
}
