using System.Globalization;
using AgentPlatform.Contracts.Schedules;
using SchedulerService.Holidays;
using SchedulerService.Phrases.Meanings;

namespace SchedulerService.Instants.Days;

/// <summary>The days of a <see cref="ScheduleExclusion"/>.</summary>
internal sealed class ExcludedDays
{
    private const int LastDay = 0;

    private readonly int _daysOfWeek;
    private readonly uint _daysOfMonth;
    private readonly HashSet<DateOnly> _dates = [];
    private readonly HashSet<(int Month, int Day)> _everyYear = [];
    private readonly KoreanHolidays? _holidays;

    public ExcludedDays(ScheduleExclusion except, KoreanHolidays? holidays)
    {
        _daysOfWeek = except.DaysOfWeek is null ? 0 : DayNames.Set(except.DaysOfWeek);
        _daysOfMonth = (except.DaysOfMonth ?? []).Aggregate(0u, (days, day) => days | (1u << day.Day));
        _holidays = !except.Holidays ? null : holidays ?? throw new ArgumentException("Public holidays need a calendar.", nameof(holidays));

        foreach (var text in except.Dates ?? [])
        {
            if (TryParseYearly(text, out var yearly))
            {
                _everyYear.Add(yearly);
            }
            else
            {
                _dates.Add(DateOnly.ParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture));
            }
        }
    }

    public bool Has(DateOnly day) =>
        (_daysOfWeek & DaySet.Of((int)day.DayOfWeek)) != 0
        || (_daysOfMonth >> day.Day & 1) != 0
        || ((_daysOfMonth >> LastDay & 1) != 0 && day.Day == DateTime.DaysInMonth(day.Year, day.Month))
        || (_everyYear.Count > 0 && _everyYear.Contains((day.Month, day.Day)))
        || (_dates.Count > 0 && _dates.Contains(day))
        || _holidays?.Contains(day) == true;

    /// <summary>A date of every year, <c>12-25</c>; <c>02-29</c> is one of leap years.</summary>
    public static bool TryParseYearly(string text, out (int Month, int Day) date)
    {
        // Of a leap year, so that 29 February is a date.
        var isDate = DateOnly.TryParseExact($"2000-{text}", "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day);
        date = (day.Month, day.Day);
        return isDate;
    }
}
