using System.Globalization;
using SchedulerService.Phrases.Meanings;

namespace SchedulerService.Schedules.Shapes;

/// <summary>Reads the cron expressions that are shapes in other words, so that they can be said; the rest are only named.</summary>
internal static class CronReader
{
    /// <summary>More minutes of an hour than these are no sentence any more.</summary>
    private const int MostMinutes = 8;
    private const int LeapYear = 2024;

    /// <summary>The shape with the expression's instants, or null. Seconds count only when they are zero. Days that none of its months has are not said.</summary>
    public static ScheduleShape? Read(string cron) => ReadAll(cron) is { } shape
        ? shape with { MonthDays = [.. shape.MonthDays.Where(day => shape.Months.Count == 0 || shape.Months.Any(month => day <= DateTime.DaysInMonth(LeapYear, month)))] }
        : null;

    private static ScheduleShape? ReadAll(string cron)
    {
        var fields = cron.ToUpperInvariant().Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
        fields = fields is ["0", .. { Length: 5 } rest] ? rest : fields;

        return fields is [var minutes, var hours, var day, var month, var week] && Days(day, month, week) is { } days
            ? Times(minutes, hours, days)
            : null;
    }

    private static ScheduleShape? Times(string minuteField, string hourField, ScheduleShape days)
    {
        if (!TryRead(minuteField, 0, 59, [], out var minutes) || !TryRead(hourField, 0, 23, [], out var hours))
        {
            return null;
        }

        var plain = !days.HasMonthDays && days.Months.Count == 0;
        var everyMinutes = Step(minuteField, 60);
        var everyHours = Step(hourField, 24);

        if (plain && everyMinutes > 0 && hours.Count == 24)
        {
            return days with { Kind = ScheduleKind.Minutes, Every = everyMinutes };
        }

        if (plain && everyMinutes > 0 && hours.Count > 1 && hours[^1] - hours[0] == hours.Count - 1)
        {
            return days with { Kind = ScheduleKind.Minutes, Every = everyMinutes, Window = new(hours[0] * 60, (hours[^1] * 60) + 60 - everyMinutes) };
        }

        if (plain && everyHours > 0 && minutes.Count <= MostMinutes)
        {
            return days with { Kind = ScheduleKind.Hours, Every = everyHours, Minutes = minutes };
        }

        // 9-18 was meant as a range, and is said as one.
        if (plain && minutes is [var minute] && hours.Count > 2 && hourField.Contains('-') && hours.Zip(hours.Skip(1), (one, next) => next - one).Distinct().ToArray() is [var apart])
        {
            return days with { Kind = ScheduleKind.Minutes, Every = apart * 60, Window = new((hours[0] * 60) + minute, (hours[^1] * 60) + minute) };
        }

        var times = hours.SelectMany(hour => minutes.Select(minute => (hour * 60) + minute)).ToArray();
        return times.Length <= SpecWriter.MostTimes ? days with { Times = times } : null;
    }

    // Both day fields at once are unusual, and Cronos reads them otherwise than classic cron: those are named with their rule.
    private static ScheduleShape? Days(string day, string month, string week)
    {
        var shape = new ScheduleShape(ScheduleKind.Days);

        if (!TryRead(month, 1, 12, ["JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC"], out var months))
        {
            return null;
        }

        shape = shape with { Months = months.Count == 12 ? [] : months };
        var (anyDay, anyWeek) = (day is "*" or "?", week is "*" or "?");

        if (anyDay && anyWeek)
        {
            return shape;
        }

        if (anyWeek)
        {
            var pieces = day.Split(',');
            return pieces.All(piece => piece == "L" || TryRead(piece, 1, 31, [], out _))
                ? shape with { MonthDays = [.. pieces.SelectMany(piece => piece == "L" ? [0] : Values(piece, 1, 31)).Distinct().OrderBy(value => value == 0 ? 32 : value)] }
                : null;
        }

        return anyDay ? Week(week, shape) : null;
    }

    private static ScheduleShape? Week(string week, ScheduleShape shape)
    {
        if (week is [>= '0' and <= '7', 'L'])
        {
            return shape with { NthDays = [new(-1, (week[0] - '0') % 7)] };
        }

        if (week.Split('#') is [var name, [>= '1' and <= '5'] nth] && TryRead(name, 0, 7, Names, out var named) && named is [var day])
        {
            return shape with { NthDays = [new(nth[0] - '0', day % 7)] };
        }

        if (!TryRead(week, 0, 7, Names, out var days))
        {
            return null;
        }

        var set = days.Aggregate(0, (all, value) => all | DaySet.Of(value % 7));
        return shape with { Days = set == DaySet.All ? 0 : set };
    }

    private static string[] Names => [.. DaySet.Names.Select(name => name.ToUpperInvariant())];

    private static int Step(string field, int length) =>
        field == "*" ? 1
        : field.StartsWith("*/", StringComparison.Ordinal) && int.TryParse(field.AsSpan(2), NumberStyles.None, CultureInfo.InvariantCulture, out var step) && step > 0 && step < length && length % step == 0 ? step
        : 0;

    private static List<int> Values(string field, int from, int to) => TryRead(field, from, to, [], out var values) ? values : [];

    /// <summary>Lists, ranges and steps of numbers or names; not the signs that cron dialects add.</summary>
    private static bool TryRead(string field, int from, int to, string[] names, out List<int> values)
    {
        var found = new SortedSet<int>();
        values = [];

        foreach (var piece in field.Split(','))
        {
            var (range, every) = piece.Split('/') switch
            {
                [var all] => (all, 1),
                [var all, var text] when int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var step) && step is > 0 and < 100 => (all, step),
                _ => ("", 0),
            };
            var (first, last) = range.Split('-') switch
            {
                ["*"] => (from, names.Length == 7 ? 6 : to),
                [var one] when piece.Contains('/') => (Value(one, from, names), to),
                [var one] => (Value(one, from, names), Value(one, from, names)),
                [var low, var high] => (Value(low, from, names), Value(high, from, names)),
                _ => (-1, -1),
            };

            if (every == 0 || first < from || last > to || last < first)
            {
                return false;
            }

            for (var value = first; value <= last; value += every)
            {
                found.Add(value);
            }
        }

        values = [.. found];
        return true;
    }

    private static int Value(string text, int from, string[] names) =>
        Array.IndexOf(names, text) is >= 0 and var index ? index + (names.Length == 12 ? from : 0)
        : int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var value) ? value
        : -1;
}
