using AgentPlatform.Contracts.Schedules;
using SchedulerService.Phrases;
using SchedulerService.Phrases.Meanings;
using SchedulerService.Phrases.Refusing;
using SchedulerService.Schedules.Shapes;

namespace SchedulerService.Schedules.Input;

/// <summary>Makes a schedule of a phrase, or refuses it in the language of the phrase.</summary>
internal static class PhraseSchedules
{
    /// <summary>
    /// <paramref name="calendar"/> is the zone's calendar of public holidays; what the caller or the phrase names goes before it. Without one, phrases
    /// that need it are refused.
    /// </summary>
    public static ScheduleResolution Resolve(ScheduleInput input, string zone, string? calendar, DateTime local)
    {
        var phrase = input.Phrase!;
        var reading = PhraseGrammar.Read(phrase, local);
        calendar = input.HolidayCalendar ?? (reading as PhraseReading.Understood)?.Shape.HolidayCalendar ?? calendar;

        if (reading is PhraseReading.Understood { Shape: { NeedsHolidays: true } shape } && calendar is null)
        {
            reading = Refusals.Because(RefusalCodes.HolidayCalendar, new Suggestions(PhraseGrammar.LanguageOf(phrase)).Of(WithoutHolidays(shape)));
        }

        return reading switch
        {
            PhraseReading.Understood { Shape: var understood } => new ScheduleResolution.Resolved(SpecWriter.Write(understood, zone) with
            {
                HolidayCalendar = understood.NeedsHolidays ? calendar : null,
                Phrase = phrase,
            }, understood),
            PhraseReading.Refused { Refusal: var refusal } => new ScheduleResolution.Refused(refusal, PhraseGrammar.LanguageOf(phrase)),
            _ => throw new InvalidOperationException(reading.ToString()),
        };
    }

    // What is nearest: Monday to Friday, the first or the last day of the month.
    private static ScheduleShape[] WithoutHolidays(ScheduleShape shape)
    {
        var plain = shape with { Except = shape.Except with { Holidays = false } };

        return shape.BusinessDays.Count == 0
            ? [plain]
            : [plain with { BusinessDays = [], MonthDays = [shape.BusinessDays[0] > 0 ? 1 : 0], NthDays = [] }, plain with { BusinessDays = [], MonthDays = [], NthDays = [], Months = [], Days = DaySet.Weekdays }];
    }
}
