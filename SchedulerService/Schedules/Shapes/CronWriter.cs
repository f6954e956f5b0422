using System.Globalization;
using SchedulerService.Phrases.Meanings;

namespace SchedulerService.Schedules.Shapes;

/// <summary>Writes a recurring shape as five-field cron expressions.</summary>
internal static class CronWriter
{
    /// <summary>The expression, or null when one cannot say the shape.</summary>
    public static string? Write(ScheduleShape shape) => shape.Except.IsEmpty && Lines(shape) is [var line] ? line : null;

    /// <summary>Expressions that have the shape's instants together, before its exclusions; none when cron cannot say its days or times.</summary>
    public static IReadOnlyList<string> Lines(ScheduleShape shape)
    {
        if (DayFields(shape) is not { } days)
        {
            return [];
        }

        return shape switch
        {
            { Kind: ScheduleKind.Minutes, Window: { } window } => [.. Hours(window.Times(shape.Every)).Select(hours => $"{hours.Key} {Ranges(hours)} {days}")],
            { Kind: ScheduleKind.Minutes } => [$"{Step(shape.Every)} * {days}"],
            { Kind: ScheduleKind.Hours } => [$"{List(shape.Minutes)} {Step(shape.Every)} {days}"],
            { Kind: ScheduleKind.Days } => Hours(shape.Times).ToArray() is [var hours] ? [$"{hours.Key} {List(hours)} {days}"] : [],
            _ => [],
        };
    }

    // Hours that fire at the same minutes share an expression.
    private static IEnumerable<IGrouping<string, int>> Hours(IEnumerable<int> times) => times
        .GroupBy(time => time / 60, time => time % 60)
        .GroupBy(hour => List(hour), hour => hour.Key);

    private static string? DayFields(ScheduleShape shape)
    {
        // Cronos takes the last day alone, and no list with it.
        if (shape.Step is not null || (shape.MonthDays.Contains(0) && shape.MonthDays.Count > 1) || shape.BusinessDays.Count > 0 || (shape.HasMonthDays && shape.Days != 0) || (shape.NthDays.Count > 0 && shape.NthDays.Count + shape.MonthDays.Count > 1))
        {
            return null;
        }

        var month = shape.Months.Count == 0 ? "*" : List(shape.Months);
        var ofMonth = shape.MonthDays.Count == 0 ? "*" : string.Join(',', shape.MonthDays.Select(day => day == 0 ? "L" : Text(day)));
        var ofWeek = shape.NthDays is [var nth] ? nth.Nth < 0 ? $"{Text(nth.Day)}L" : $"{Text(nth.Day)}#{Text(nth.Nth)}" : Days(shape.Days);
        return $"{ofMonth} {month} {ofWeek}";
    }

    private static string Step(int every) => every == 1 ? "*" : $"*/{Text(every)}";

    private static string List(IEnumerable<int> values) => string.Join(',', values.Select(Text));

    private static string Ranges(IEnumerable<int> hours)
    {
        var pieces = new List<(int From, int To)>();

        foreach (var hour in hours.Order())
        {
            if (pieces.Count > 0 && pieces[^1].To == hour - 1)
            {
                pieces[^1] = (pieces[^1].From, hour);
            }
            else
            {
                pieces.Add((hour, hour));
            }
        }

        return string.Join(',', pieces.Select(piece => piece.From == piece.To ? Text(piece.From) : $"{Text(piece.From)}-{Text(piece.To)}"));
    }

    private static string Days(int set) => set switch
    {
        0 or DaySet.All => "*",
        DaySet.Weekdays => "1-5",
        _ => List(DaySet.Days(set).Order()),
    };

    private static string Text(int value) => value.ToString(CultureInfo.InvariantCulture);
}
