using System.Globalization;
using SchedulerService.Phrases.Meanings;
using SchedulerService.Phrases.Words;
using SchedulerService.Schedules.Shapes;

namespace SchedulerService.Phrases;

/// <summary>Shapes in English.</summary>
internal static class EnglishPhrases
{
    private static readonly string[] Days = ["Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"];
    private static readonly string[] Ordinals = ["", "first", "second", "third", "fourth", "fifth"];

    public static string Write(ScheduleShape shape) => shape switch
    {
        { Kind: ScheduleKind.Once } => $"on {Date(shape.At)} at {Time(shape.At)}",
        { Kind: ScheduleKind.Days } => $"every {DaysOf(shape)}{Bounds(shape)} at {And(shape.Times.Select(Time))}{Except(shape.Except)}",
        _ => $"{Interval(shape)}{(PhraseWriter.IsCountedFromMidnight(shape) ? " counted from midnight" : "")}{Bounds(shape)}{Except(shape.Except)}",
    };

    /// <summary>The bounds and exclusions of a schedule of several rules, behind them.</summary>
    public static string Tail(ScheduleShape bounds, DayExclusion except) => Bounds(bounds) + Except(except);

    private static string Except(DayExclusion except) => except.IsEmpty ? "" : $" except {And(Exclusions(except))}";

    private static string Interval(ScheduleShape shape) => shape switch
    {
        { Kind: ScheduleKind.Hours } => $"{Every(shape.Every * 3600)}{(shape.Minutes is [0] ? " on the hour" : $" at minute {And(shape.Minutes.Select(minute => Text($"{minute}")))}")}{OnDays(shape.Days)}",
        { Kind: ScheduleKind.Elapsed } => $"{Every(shape.Every)}{(PhraseWriter.IsCounted(shape) ? " counted" : "")}",
        { Window: { } window } => $"{Every(shape.Every * 60)}{OnDays(shape.Days)} from {Time(window.From)} to {Time(window.To)}",
        _ => Every(shape.Every * 60) + OnDays(shape.Days),
    };

    private static string Every(int seconds) => (seconds, seconds % 3600, seconds % 60) switch
    {
        (60, _, _) => "every minute",
        (3600, _, _) => "every hour",
        (_, 0, _) => Text($"every {seconds / 3600} hours"),
        (_, _, 0) => Text($"every {seconds / 60} minutes"),
        _ => Text($"every {seconds} seconds"),
    };

    // What the rule counts, and what else must hold of its days.
    private static string DaysOf(ScheduleShape shape)
    {
        var months = Months(shape);
        var (onlyDays, onlyParts, onlyMonths) = (Only(OnDays(shape.Days)), shape.HasMonthDays ? Only($" on {And(MonthParts(shape))}") : "", months.Length > 0 ? Only($" in {months}") : "");

        return shape.Step switch
        {
            { Unit: TimeUnit.Day, Count: var count } => Text($"{count} days") + onlyDays + onlyParts + onlyMonths,
            { Unit: TimeUnit.Week, Count: var count } => Text($"{count} weeks on ") + Names(shape.Days == 0 ? DaySet.All : shape.Days) + onlyParts + onlyMonths,
            { Count: var count } when shape.HasMonthDays => Text($"{count} months on ") + And(MonthParts(shape)) + onlyDays + onlyMonths,
            { Count: var count } => Text($"{count} months on ") + (shape.Days == 0 ? "every day" : $"{Names(shape.Days)} of every week") + onlyMonths,
            null when shape.HasMonthDays => $"{(months.Length > 0 ? $"year in {months}" : "month")} on {And(MonthParts(shape))}{onlyDays}",
            _ => (shape.Days is 0 or DaySet.All ? "day" : shape.Days == DaySet.Weekdays ? "weekday" : Names(shape.Days)) + onlyMonths,
        };
    }

    private static string Months(ScheduleShape shape) => And(shape.Months.Select(CultureInfo.InvariantCulture.DateTimeFormat.GetMonthName));

    private static string Only(string days) => days.Length == 0 ? "" : $" only{days}";

    private static IEnumerable<string> MonthParts(ScheduleShape shape) =>
    [
        .. shape.MonthDays.Select(MonthDay),
        .. shape.NthDays.Select(nth => $"the {(nth.Nth < 0 ? "last" : Ordinals[nth.Nth])} {Days[nth.Day]}"),
        .. shape.BusinessDays.Select(nth => nth switch { -1 => "the last business day", < 0 => $"the {Ordinal(-nth)} to last business day", _ => $"the {Ordinal(nth)} business day" }),
    ];

    private static string MonthDay(int day) => day == 0 ? "the last day" : Text($"day {day}");

    private static string Ordinal(int number) => number is > 0 and < 6 ? Ordinals[number] : Text($"{number}{(number % 10, number / 10) switch { (1, not 1) => "st", (2, not 1) => "nd", (3, not 1) => "rd", _ => "th" }}");

    private static IEnumerable<string> Exclusions(DayExclusion except) =>
    [
        .. DaySet.Days(except.Days).Select(day => Days[day] + "s"),
        .. except.MonthDays.Select(MonthDay),
        .. except.Dates.Select(date => date.Split('-') is [var month, var day]
            ? Text($"{CultureInfo.InvariantCulture.DateTimeFormat.GetMonthName(int.Parse(month, CultureInfo.InvariantCulture))} {day.TrimStart('0')}")
            : date),
        .. except.Holidays ? ["public holidays"] : Array.Empty<string>(),
    ];

    // Among times of day, "at" would be another one of them: there the time stands before its date.
    private static string Bounds(ScheduleShape shape)
    {
        var from = shape.From is not { } start ? ""
            : shape.Kind == ScheduleKind.Elapsed || (shape.Kind != ScheduleKind.Days && start.TimeOfDay != TimeSpan.Zero) ? $" from {Date(start)} at {Time(start)}"
            : start.TimeOfDay != TimeSpan.Zero ? $" from {Time(start)} on {Date(start)}"
            : $" from {Date(start)}";
        return from + (shape.Until is not { } until ? "" : PhraseWriter.IsEndOfDay(until) ? $" until {Date(until)}" : $" until {Time(until)} on {Date(until)}");
    }

    private static string OnDays(int days) => days switch
    {
        0 or DaySet.All => "",
        DaySet.Weekdays => " on weekdays",
        _ => $" on {And(DaySet.Days(days).Select(day => Days[day] + "s"))}",
    };

    private static string Names(int days) => days == DaySet.Weekdays ? "weekdays" : And(DaySet.Days(days).Select(day => Days[day]));

    private static string Date(DateTime date) => Text($"{date:yyyy-MM-dd}");

    private static string Time(DateTime time) => time.Second == 0 ? Text($"{time:HH:mm}") : Text($"{time:HH:mm:ss}");

    private static string Time(int minutes) => Text($"{minutes / 60:00}:{minutes % 60:00}");

    private static string And(IEnumerable<string> words)
    {
        var all = words.ToArray();
        return all.Length < 2 ? string.Concat(all) : $"{string.Join(", ", all[..^1])} and {all[^1]}";
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
