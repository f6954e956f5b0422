using System.Globalization;
using SchedulerService.Phrases.Meanings;
using SchedulerService.Phrases.Words;
using SchedulerService.Schedules.Shapes;

namespace SchedulerService.Phrases;

/// <summary>Shapes in Korean.</summary>
internal static class KoreanPhrases
{
    private static readonly string[] Days = ["일요일", "월요일", "화요일", "수요일", "목요일", "금요일", "토요일"];
    private static readonly string[] Ordinals = ["", "첫째", "둘째", "셋째", "넷째", "다섯째"];

    public static string Write(ScheduleShape shape) => shape.Kind == ScheduleKind.Once
        ? $"{Date(shape.At)} {Time(shape.At)}"
        : Bounds(shape) + Rule(shape) + Except(shape.Except);

    /// <summary>The bounds and exclusions of a schedule of several rules, behind them.</summary>
    public static string Tail(ScheduleShape bounds, DayExclusion except) => Except(except) + (Bounds(bounds) is { Length: > 0 } said ? $", {said.TrimEnd()}" : "");

    private static string Except(DayExclusion except) => except.IsEmpty ? "" : $", {string.Join(", ", Exclusions(except))} 제외";

    private static string Rule(ScheduleShape shape) => shape switch
    {
        { Kind: ScheduleKind.Minutes, Window: { } window } => $"{DayWord(shape.Days)}{Time(window.From)}부터 {Time(window.To)}까지 {Interval(shape.Every * 60)}",
        { Kind: ScheduleKind.Minutes } => DayWord(shape.Days) + Text($"{shape.Every}분마다"),
        { Kind: ScheduleKind.Elapsed } => Interval(shape.Every),
        { Kind: ScheduleKind.Hours } => $"{DayWord(shape.Days)}{(shape.Every == 1 ? "매시간" : Text($"{shape.Every}시간마다"))} {(shape.Minutes is [0] ? "정각" : string.Join(", ", shape.Minutes.Select(minute => Text($"{minute}분"))))}",
        _ => $"{DaysOf(shape)}{string.Join(", ", shape.Times.Select(time => Time(time)))}{Only(shape)}",
    };

    private static string Interval(int seconds) => seconds % 3600 == 0 ? Text($"{seconds / 3600}시간마다") : seconds % 60 == 0 ? Text($"{seconds / 60}분마다") : Text($"{seconds}초마다");

    // What the rule counts.
    private static string DaysOf(ScheduleShape shape)
    {
        var parts = string.Join(", ", MonthParts(shape));

        return shape.Step switch
        {
            { Unit: TimeUnit.Day } step => $"{Step(step)} ",
            { Unit: TimeUnit.Week } step => $"{Step(step)} {(shape.Days == 0 ? string.Join(", ", DaySet.Days(DaySet.All).Select(day => Days[day])) : DayNames(shape.Days))} ",
            { } step when shape.HasMonthDays => $"{Step(step)} {parts} ",
            { } step => $"{Step(step)} {(shape.Days == 0 ? "매일" : $"매주 {DayNames(shape.Days)}")} ",
            null when shape.HasMonthDays => $"{(shape.Months.Count == 0 ? "매월" : $"매년 {Months(shape)}")} {parts} ",
            _ => DayWord(shape.Days) is { Length: > 0 } word ? word : "매일 ",
        };
    }

    // What else must hold of the days, each kind of it by itself.
    private static string Only(ScheduleShape shape)
    {
        string[] counted = [.. MonthParts(shape with { MonthDays = [] })];
        string[] only =
        [
            shape.Days != 0 && (shape.Step is { Unit: TimeUnit.Day } || (shape.HasMonthDays && shape.Step?.Unit != TimeUnit.Week)) ? DayNames(shape.Days) : "",
            shape.Step is { Unit: TimeUnit.Day or TimeUnit.Week } ? string.Join(", ", shape.MonthDays.Select(MonthDay)) : "",
            shape.Step is { Unit: TimeUnit.Day or TimeUnit.Week } ? string.Join(", ", counted) : "",
            shape.Step is not null || !shape.HasMonthDays ? Months(shape) : "",
        ];
        return string.Concat(only.Where(days => days.Length > 0).Select(days => $", {days}에만"));
    }

    private static string Months(ScheduleShape shape) => string.Join(", ", shape.Months.Select(month => Text($"{month}월")));

    private static string Step(DayStep step) => (step.Unit, step.Count) switch
    {
        (TimeUnit.Day, 2) => "격일",
        (TimeUnit.Week, 2) => "격주",
        (TimeUnit.Month, 2) => "격월",
        (TimeUnit.Day, var count) => Text($"{count}일마다"),
        (TimeUnit.Week, var count) => Text($"{count}주마다"),
        (_, var count) => Text($"{count}개월마다"),
    };

    private static IEnumerable<string> MonthParts(ScheduleShape shape) =>
    [
        .. shape.MonthDays.Select(MonthDay),
        .. shape.NthDays.Select(nth => $"{(nth.Nth < 0 ? "마지막" : Ordinals[nth.Nth])} {Days[nth.Day]}"),
        .. shape.BusinessDays.Select(nth => nth switch { 1 => "첫 영업일", -1 => "마지막 영업일", < 0 => Text($"끝에서 {-nth}번째 영업일"), _ => Text($"{nth}번째 영업일") }),
    ];

    private static string MonthDay(int day) => day == 0 ? "마지막 날" : Text($"{day}일");

    private static IEnumerable<string> Exclusions(DayExclusion except) =>
    [
        .. DaySet.Days(except.Days).Select(day => Days[day]),
        .. except.MonthDays.Select(MonthDay),
        .. except.Dates.Select(date => date.Split('-') is [var month, var day] ? $"{month.TrimStart('0')}월 {day.TrimStart('0')}일" : Date(DateTime.Parse(date, CultureInfo.InvariantCulture))),
        .. except.Holidays ? ["공휴일"] : Array.Empty<string>(),
    ];

    private static string Bounds(ScheduleShape shape)
    {
        var timed = shape.From is { } begin && (shape.Kind == ScheduleKind.Elapsed || begin.TimeOfDay != TimeSpan.Zero);
        var from = shape.From is { } start ? $"{Date(start)}{(timed ? $" {Time(start)}" : "")}부터 {(shape.Kind == ScheduleKind.Elapsed && PhraseWriter.IsCounted(shape) ? "세어 " : "")}" : "";
        return from + (shape.Until is not { } until ? "" : $"{Date(until)}{(PhraseWriter.IsEndOfDay(until) ? "" : $" {Time(until)}")}까지 ") + (PhraseWriter.IsCountedFromMidnight(shape) ? "자정부터 세어 " : "");
    }

    private static string DayWord(int days) => days is not (0 or DaySet.All or DaySet.Weekdays or DaySet.Weekend) ? $"매주 {DayNames(days)} " : DayNames(days) is { Length: > 0 } names ? $"{names} " : "";

    private static string DayNames(int days) => days switch
    {
        0 or DaySet.All => "",
        DaySet.Weekdays => "평일",
        DaySet.Weekend => "주말",
        _ => string.Join(", ", DaySet.Days(days).Select(day => Days[day])),
    };

    private static string Date(DateTime date) => Text($"{date:yyyy}년 {date.Month}월 {date.Day}일");

    private static string Time(DateTime time) => time.Second == 0
        ? Time(time.Hour, time.Minute)
        : Text($"{Half(time.Hour)}{(time.Minute == 0 ? "" : $" {time.Minute}분")} {time.Second}초");

    private static string Time(int minutes) => Time(minutes / 60, minutes % 60);

    private static string Time(int hour, int minute) => (hour, minute) switch
    {
        (0, 0) => "자정",
        (12, 0) => "정오",
        _ => Text($"{Half(hour)}{(minute == 0 ? "" : Text($" {minute}분"))}"),
    };

    private static string Half(int hour) => Text($"{(hour < 12 ? "오전" : "오후")} {(hour > 12 ? hour - 12 : hour)}시");

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
