using System.Globalization;
using AgentPlatform.Contracts.Schedules;
using AgentPlatform.ServiceDefaults.Definitions;
using SchedulerService.Instants.Days;

namespace SchedulerService.Schedules.Input;

/// <summary>What annotations cannot say of days: the values within lists, and which members go together.</summary>
internal static class DayChecks
{
    private const string DaysOfWeek = "One of mon, tue, wed, thu, fri, sat or sun.";
    private const string DaysOfMonth = "1 to 31, or \"last\".";

    public static void Check(DayRule days, string path, FieldErrors errors)
    {
        errors.Collect(days, $"{path}.");
        Each(days.DaysOfWeek, $"{path}.daysOfWeek", DayNames.IsName, DaysOfWeek, errors);
        Each(days.DaysOfMonth, $"{path}.daysOfMonth", IsDayOfMonth, DaysOfMonth, errors);
        Each(days.BusinessDays, $"{path}.businessDays", number => Math.Abs((long)number) is >= 1 and <= 23, "1 to 23, or -1 to -23 from the end of the month.", errors);
        Each(days.Months, $"{path}.months", month => month is >= 1 and <= 12, "1 to 12.", errors);

        foreach (var (index, weekday) in (days.NthWeekdays ?? []).Index())
        {
            if (weekday is null)
            {
                errors.Add($"{path}.nthWeekdays[{index}]", "An object with nth and day.");
            }
            else
            {
                errors.Collect(weekday, $"{path}.nthWeekdays[{index}].");
            }
        }

        if (days is { AnchorDate: not null, EveryDays: null, EveryWeeks: null, EveryMonths: null })
        {
            errors.Add($"{path}.anchorDate", "An anchor date belongs to everyDays, everyWeeks or everyMonths.");
        }
        else if (days.AnchorDate is { } anchor && !IsDate(anchor))
        {
            errors.Add($"{path}.anchorDate", "A local date from 1970 to 2400, such as 2026-11-27.");
        }
    }

    public static void Check(ScheduleExclusion except, string path, FieldErrors errors)
    {
        errors.Collect(except, $"{path}.");
        Each(except.DaysOfWeek, $"{path}.daysOfWeek", DayNames.IsName, DaysOfWeek, errors);
        Each(except.DaysOfMonth, $"{path}.daysOfMonth", IsDayOfMonth, DaysOfMonth, errors);
        Each(except.Dates, $"{path}.dates", date => IsDate(date) || (date is not null && ExcludedDays.TryParseYearly(date, out _)), "A local date, 2026-12-25, or 12-25 for every year.", errors);

        if (except is { DaysOfWeek: null, DaysOfMonth: null, Dates: null, Holidays: false })
        {
            errors.Add(path, "Give at least one of daysOfWeek, daysOfMonth, dates or holidays.");
        }
    }

    /// <summary>Names each value of a list that is not valid.</summary>
    public static void Each<T>(IReadOnlyList<T>? values, string path, Func<T, bool> isValid, string message, FieldErrors errors)
    {
        foreach (var (index, _) in (values ?? []).Index().Where(item => !isValid(item.Item)))
        {
            errors.Add($"{path}[{index}]", message);
        }
    }

    public static bool IsTime(string? text) => TimeOnly.TryParseExact(text, "HH:mm", CultureInfo.InvariantCulture, DateTimeStyles.None, out _);

    public static string Format(DateOnly date) => date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    private static bool IsDate(string? text) =>
        DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date) && LocalTimes.IsInReach(date.ToDateTime(TimeOnly.MinValue));

    private static bool IsDayOfMonth(DayOfMonth day) => day.Day is >= 0 and <= 31;
}
