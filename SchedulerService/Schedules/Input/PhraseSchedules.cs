using AgentPlatform.Contracts.Schedules;
using SchedulerService.Phrases;
using SchedulerService.Phrases.Refusing;
using SchedulerService.Schedules.Shapes;

namespace SchedulerService.Schedules.Input;

/// <summary>Makes a schedule of a phrase, or refuses it in the language of the phrase.</summary>
internal static class PhraseSchedules
{
    /// <summary>
    /// <paramref name="calendar"/> is the zone's calendar of public holidays; what the caller or the phrase names goes before it. Without one, phrases
    /// that need it are refused. From <paramref name="readAt"/> "tomorrow" and delays are reckoned.
    /// </summary>
    public static ScheduleResolution Resolve(ScheduleInput input, string zone, string? calendar, DateTimeOffset readAt)
    {
        var phrase = input.Phrase!;
        var local = LocalTimes.FromInstant(readAt, TimeZoneInfo.FindSystemTimeZoneById(zone));
        var reading = PhraseGrammar.Read(phrase, local);
        calendar = input.HolidayCalendar ?? (reading as PhraseReading.Understood)?.Shape.HolidayCalendar ?? calendar;

        if (reading is PhraseReading.Understood { Shape: { NeedsHolidays: true } shape } && calendar is null)
        {
            return Refuse(phrase, shape, RefusalCodes.HolidayCalendar);
        }

        return reading switch
        {
            PhraseReading.Understood { Shape: { Delay: { } delay } once } => Delayed(once, phrase, zone, readAt + delay),
            PhraseReading.Understood { Shape: var understood } when SpecWriter.Write(understood, zone) is var written => new ScheduleResolution.Resolved(written with
            {
                HolidayCalendar = understood.NeedsHolidays ? calendar : null,
                Phrase = phrase,
                PhraseReadAt = (written.StartAt ?? written.EndAt) is null ? null : LocalTimes.Format(ReadAt(phrase, local, zone, written)),
            }, understood),
            PhraseReading.Refused { Refusal: var refusal } => new ScheduleResolution.Refused(refusal, PhraseGrammar.LanguageOf(phrase)),
            _ => throw new InvalidOperationException(reading.ToString()),
        };
    }

    // Elapsed time, whatever clocks do meanwhile. A time that comes twice is the second coming where the first lies before it: the schedule begins there.
    private static ScheduleResolution.Resolved Delayed(ScheduleShape shape, string phrase, string zone, DateTimeOffset end)
    {
        var found = TimeZoneInfo.FindSystemTimeZoneById(zone);
        var instant = new DateTimeOffset(end.UtcTicks - (end.UtcTicks % TimeSpan.TicksPerSecond), TimeSpan.Zero);
        var once = shape with { At = LocalTimes.FromInstant(instant, found), Delay = null };
        var schedule = SpecWriter.Write(once, zone) with { Phrase = phrase };
        return new(LocalTimes.ToInstant(once.At, found) == instant ? schedule : schedule with { Fold = "both", StartAt = instant }, once);
    }

    /// <summary>The bounds that a schedule has by its phrase, whether or not they were given once more beside it; null when there are none.</summary>
    public static IReadOnlyList<string>? Bounds(Schedule said, Schedule whole)
    {
        string[] bounds = said.Phrase is null ? [] : [.. said.StartAt is { } start && start == whole.StartAt ? ["startAt"] : Array.Empty<string>(), .. said.EndAt is { } end && end == whole.EndAt ? ["endAt"] : Array.Empty<string>()];
        return bounds.Length == 0 ? null : bounds;
    }

    // The beginning of the day where it says the same: a phrase that is given twice on one day is then the same schedule whole.
    private static DateTime ReadAt(string phrase, DateTime local, string zone, Schedule written) =>
        PhraseGrammar.Read(phrase, local.Date) is PhraseReading.Understood { Shape: var shape } && ScheduleClock.KeyOf(SpecWriter.Write(shape, zone)) == ScheduleClock.KeyOf(written) ? local.Date : local;

    /// <summary>The refusal of a phrase that is understood as <paramref name="shape"/> and cannot be a schedule.</summary>
    public static ScheduleResolution.Refused Refuse(string phrase, ScheduleShape shape, string code)
    {
        var language = PhraseGrammar.LanguageOf(phrase);
        return new(Refusals.Of(code, new Suggestions(language, PhraseGrammar.ZoneOf(phrase)).Of(code == RefusalCodes.HolidayCalendar ? NearestShapes.WithoutHolidays(shape) : [shape])), language);
    }
}
