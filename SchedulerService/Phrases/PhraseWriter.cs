using System.Globalization;
using SchedulerService.Schedules;

namespace SchedulerService.Phrases;

/// <summary>
/// Says a shape as a phrase. What it writes the grammar reads back as the same shape, so that suggestions and
/// sentences are never words that the product itself does not understand.
/// </summary>
internal static class PhraseWriter
{
    private static readonly string[] KoreanDays = ["일요일", "월요일", "화요일", "수요일", "목요일", "금요일", "토요일"];
    private static readonly string[] EnglishDays = ["Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"];

    public static string Write(ScheduleShape shape, PhraseLanguage language) =>
        language == PhraseLanguage.Korean ? Korean(shape) : English(shape);

    private static string Korean(ScheduleShape shape) => shape.Kind switch
    {
        ScheduleKind.Minutes => Text($"{KoreanDayWord(shape.Days)}{shape.Every}분마다"),
        ScheduleKind.Hours => KoreanDayWord(shape.Days) + Text($"{(shape.Every == 1 ? "매시간" : Text($"{shape.Every}시간마다"))} {(shape.Minute == 0 ? "정각" : Text($"{shape.Minute}분"))}"),
        ScheduleKind.Daily => $"매일 {KoreanTimes(shape)}",
        ScheduleKind.Weekly => KoreanDayWord(shape.Days) + KoreanTimes(shape),
        ScheduleKind.Monthly => $"매월 {string.Join(", ", shape.MonthDays.Select(day => day == 0 ? "마지막 날" : Text($"{day}일")))} {KoreanTimes(shape)}",
        _ => Text($"{shape.At:yyyy}년 {shape.At.Month}월 {shape.At.Day}일 {KoreanTime(shape.At.Hour, shape.At.Minute)}{(shape.At.Second == 0 ? "" : Text($" {shape.At.Second}초"))}"),
    };

    private static string English(ScheduleShape shape) => shape.Kind switch
    {
        ScheduleKind.Minutes => (shape.Every == 1 ? "every minute" : Text($"every {shape.Every} minutes")) + OnDays(shape.Days),
        ScheduleKind.Hours => (shape.Every == 1 ? "every hour" : Text($"every {shape.Every} hours")) + (shape.Minute == 0 ? " on the hour" : Text($" at minute {shape.Minute}")) + OnDays(shape.Days),
        ScheduleKind.Daily => $"every day at {EnglishTimes(shape)}",
        ScheduleKind.Weekly => $"every {EnglishDayWord(shape.Days)} at {EnglishTimes(shape)}",
        ScheduleKind.Monthly => $"every month on {And(shape.MonthDays.Select(day => day == 0 ? "the last day" : Text($"day {day}")))} at {EnglishTimes(shape)}",
        _ => Text($"on {shape.At:yyyy-MM-dd} at {shape.At:HH:mm}{(shape.At.Second == 0 ? "" : Text($":{shape.At:ss}"))}"),
    };

    private static string KoreanDayWord(int days) => days switch
    {
        0 or DaySet.All => "",
        DaySet.Weekdays => "평일 ",
        DaySet.Weekend => "주말 ",
        _ => $"매주 {string.Join(", ", DaySet.Days(days).Select(day => KoreanDays[day]))} ",
    };

    private static string EnglishDayWord(int days) => days == DaySet.Weekdays ? "weekday" : And(DaySet.Days(days).Select(day => EnglishDays[day]));

    private static string OnDays(int days) => days switch
    {
        0 or DaySet.All => "",
        DaySet.Weekdays => " on weekdays",
        _ => $" on {And(DaySet.Days(days).Select(day => EnglishDays[day] + "s"))}",
    };

    private static string KoreanTimes(ScheduleShape shape) => string.Join(", ", shape.Hours.Select(hour => KoreanTime(hour, shape.Minute)));

    private static string KoreanTime(int hour, int minute) => (hour, minute) switch
    {
        (0, 0) => "자정",
        (12, 0) => "정오",
        _ => Text($"{(hour < 12 ? "오전" : "오후")} {(hour > 12 ? hour - 12 : hour)}시{(minute == 0 ? "" : Text($" {minute}분"))}"),
    };

    private static string EnglishTimes(ScheduleShape shape) => And(shape.Hours.Select(hour => Text($"{hour:00}:{shape.Minute:00}")));

    private static string And(IEnumerable<string> words)
    {
        var all = words.ToArray();
        return all.Length < 2 ? string.Concat(all) : $"{string.Join(", ", all[..^1])} and {all[^1]}";
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
