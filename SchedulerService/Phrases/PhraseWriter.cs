using SchedulerService.Phrases.Refusing;
using SchedulerService.Phrases.Words;
using SchedulerService.Schedules.Shapes;

namespace SchedulerService.Phrases;

/// <summary>
/// Says a shape as a phrase. What it writes the grammar reads back as the same shape, so that suggestions and
/// sentences are never words that the product itself does not understand.
/// </summary>
internal static class PhraseWriter
{
    public static string Write(ScheduleShape shape, PhraseLanguage language) =>
        language == PhraseLanguage.Korean ? KoreanPhrases.Write(shape) : EnglishPhrases.Write(shape);

    /// <summary>The bounds and exclusions of a schedule of several rules, as the end of its sentence; empty when there are none.</summary>
    public static string Tail(ScheduleShape bounds, DayExclusion except, PhraseLanguage language) =>
        language == PhraseLanguage.Korean ? KoreanPhrases.Tail(bounds, except) : EnglishPhrases.Tail(bounds, except);

    /// <summary>Whether elapsed time must be said to be counted: an interval that divides the hour or the day would else begin again with each.</summary>
    public static bool IsCounted(ScheduleShape shape) => shape.Every % 3600 == 0
        ? IntervalSuggestions.Divides(TimeUnit.Hour, shape.Every / 3600)
        : shape.Every % 60 == 0 && IntervalSuggestions.Divides(TimeUnit.Minute, shape.Every / 60);

    /// <summary>Whether an interval must be said to be counted from midnight: else it would count from the time at which the schedule begins.</summary>
    public static bool IsCountedFromMidnight(ScheduleShape shape) =>
        shape is { Kind: ScheduleKind.Minutes, Window: null } or { Kind: ScheduleKind.Hours, Every: > 1 }
        && shape.From is { } from && from.TimeOfDay != TimeSpan.Zero && !shape.HasStep(from.Hour, from.Minute, from.Second);

    /// <summary>Whether an end is that of a whole day, which needs no time.</summary>
    public static bool IsEndOfDay(DateTime until) => until.TimeOfDay == new TimeSpan(23, 59, 59);
}
