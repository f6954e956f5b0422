using SchedulerService.Phrases.Meanings;
using SchedulerService.Schedules.Shapes;

namespace SchedulerService.Schedules.Input;

/// <summary>What to offer in place of a shape that is no schedule where it was said: without what may be at fault, the least first.</summary>
internal static class NearestShapes
{
    /// <summary>The 29th of February comes again within this many years.</summary>
    private const int LongestExtension = 8;

    /// <summary>Shapes of the same rule, or of a plainer one; the shape itself is not among them.</summary>
    public static IEnumerable<ScheduleShape> Of(ScheduleShape shape, DateTime now)
    {
        if (shape.Kind == ScheduleKind.Once)
        {
            return [shape with { At = now.Date.AddDays(1) + shape.At.TimeOfDay }, shape with { At = now.Date.AddDays(2) + shape.At.TimeOfDay }];
        }

        ScheduleShape[] rules = [shape, .. WithoutHolidays(shape)];
        return [.. rules[1..], .. rules.SelectMany(Later), .. rules.SelectMany(Plainer)];
    }

    /// <summary>What is nearest without a calendar: Monday to Friday, the first or the last day of the month.</summary>
    public static IEnumerable<ScheduleShape> WithoutHolidays(ScheduleShape shape)
    {
        if (!shape.NeedsHolidays)
        {
            return [];
        }

        var plain = shape with { Except = shape.Except with { Holidays = false } };

        return shape.BusinessDays.Count == 0
            ? [plain]
            : [plain with { BusinessDays = [], MonthDays = [shape.BusinessDays[0] > 0 ? 1 : 0], NthDays = [] }, plain with { BusinessDays = [], MonthDays = [], NthDays = [], Months = [], Days = DaySet.Weekdays, Step = null }];
    }

    // With the same end in a later year, and without an end.
    private static IEnumerable<ScheduleShape> Later(ScheduleShape shape) => shape.Until is not { } until ? []
        : [.. Enumerable.Range(1, LongestExtension).Where(years => until.Year + years <= LocalTimes.LastYear).Select(years => shape with { Until = until.AddYears(years) }), shape with { Until = null }];

    // Elapsed time keeps its anchor.
    private static IEnumerable<ScheduleShape> Plainer(ScheduleShape shape)
    {
        var open = shape with { Except = DayExclusion.None };
        var endless = open with { Until = null };
        return shape.Kind == ScheduleKind.Elapsed ? [open, endless] : [open, endless, endless with { Months = [] }, endless with { Step = null, From = null }, endless with { Months = [], Step = null, From = null }];
    }
}
