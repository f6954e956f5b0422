using System.Globalization;
using SchedulerService.Schedules;

namespace SchedulerService.Phrases;

/// <summary>Shapes in English.</summary>
internal static class EnglishPhrases
{
    private static readonly string[] Days = ["Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"];
    private static readonly string[] Ordinals = ["", "first", "second", "third", "fourth", "fifth"];

    public static string Write(ScheduleShape shape) => shape switch
    {
        { Kind: ScheduleKind.Once } => Text($"on {shape.At:yyyy-MM-dd} at {shape.At:HH:mm}{(shape.At.Second == 0 ? "" : Text($":{shape.At:ss}"))}"),
        { Kind: ScheduleKind.Days } => $"every {DaysOf(shape)}{Bounds(shape)} at {And(shape.Times.Select(Time))}{Except(shape.Except)}",
        _ => $"{Interval(shape)}{Bounds(shape)}{Except(shape.Except)}",
    };

    public static string Except(DayExclusion except) => except.IsEmpty ? "" : $" except {And(Exclusions(except))}";

    private static string Interval(ScheduleShape shape) => shape switch
    {
        { Kind: ScheduleKind.Hours } => $"{Every(shape.Every * 60)}{(shape.Minute == 0 ? " on the hour" : Text($" at minute {shape.Minute}"))}{OnDays(shape.Days)}",
        { Window: { } window } => $"{Every(shape.Every)}{OnDays(shape.Days)} from {Time(window.From)} to {Time(window.To)}",
        _ => Every(shape.Every) + OnDays(shape.Days),
    };

    private static string Every(int minutes) => (minutes, minutes % 60) switch
    {
        (1, _) => "every minute",
        (60, _) => "every hour",
        (_, 0) => Text($"every {minutes / 60} hours"),
        _ => Text($"every {minutes} minutes"),
    };

    private static string DaysOf(ScheduleShape shape)
    {
        var months = And(shape.Months.Select(month => CultureInfo.InvariantCulture.DateTimeFormat.GetMonthName(month)));
        var parts = shape.HasMonthDays ? $" on {And(MonthParts(shape))}{(shape.Days == 0 ? "" : $" only{OnDays(shape.Days)}")}" : shape.Step is not null && shape.Days != 0 ? $" on {Names(shape.Days)}" : "";

        return shape.Step is { } step ? $"{Step(step)}{(months.Length > 0 ? $" in {months}" : "")}{parts}"
            : months.Length > 0 ? $"year in {months}{(parts.Length > 0 ? parts : OnDays(shape.Days) is { Length: > 0 } days ? days : " every day")}"
            : shape.HasMonthDays ? $"month{parts}"
            : shape.Days is 0 or DaySet.All ? "day"
            : shape.Days == DaySet.Weekdays ? "weekday"
            : Names(shape.Days);
    }

    private static string Step(DayStep step) => Text($"{step.Count} {(step.Unit == TimeUnit.Day ? "days" : step.Unit == TimeUnit.Week ? "weeks" : "months")}");

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

    private static string Bounds(ScheduleShape shape)
    {
        var timed = shape.From is { } begin && (shape.Kind == ScheduleKind.Elapsed || begin.TimeOfDay != TimeSpan.Zero);
        var from = shape.From is { } start ? Text($" from {start:yyyy-MM-dd}{(timed ? Text($" at {start:HH:mm}") : "")}") : "";
        return from + (shape.Until is { } until ? Text($" until {until:yyyy-MM-dd}") : "");
    }

    private static string OnDays(int days) => days switch
    {
        0 or DaySet.All => "",
        DaySet.Weekdays => " on weekdays",
        _ => $" on {And(DaySet.Days(days).Select(day => Days[day] + "s"))}",
    };

    private static string Names(int days) => days == DaySet.Weekdays ? "weekdays" : And(DaySet.Days(days).Select(day => Days[day]));

    private static string Time(int minutes) => Text($"{minutes / 60:00}:{minutes % 60:00}");

    private static string And(IEnumerable<string> words)
    {
        var all = words.ToArray();
        return all.Length < 2 ? string.Concat(all) : $"{string.Join(", ", all[..^1])} and {all[^1]}";
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
