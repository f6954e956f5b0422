using AgentPlatform.Contracts.Schedules;
using SchedulerService.Holidays;

namespace SchedulerService.Instants;

/// <summary>What a <see cref="DayRule"/> says of days within a month: days by number, weekdays by number, business days by number; each adds days, and none means all.</summary>
internal sealed class MonthDays(DayRule rule, KoreanHolidays? holidays)
{
    private readonly bool _isAll = rule is { DaysOfMonth: null, NthWeekdays: null, BusinessDays: null };
    private readonly (int Nth, int Day)[] _nthWeekdays = [.. (rule.NthWeekdays ?? []).Select(weekday => (weekday.Nth, DayNames.Number(weekday.Day)))];
    private readonly KoreanHolidays? _holidays = holidays ?? (rule.BusinessDays is null ? null : throw new ArgumentException("Business days need a calendar of public holidays.", nameof(holidays)));

    /// <summary>The days of the month that begins on <paramref name="first"/>, as bits; bit 1 is the first.</summary>
    public uint Of(DateOnly first)
    {
        var length = DateTime.DaysInMonth(first.Year, first.Month);

        if (_isAll)
        {
            return (uint)((1UL << (length + 1)) - 2);
        }

        var days = 0u;

        foreach (var day in rule.DaysOfMonth ?? [])
        {
            days |= Bit(day.IsLast ? length : day.Day, length);
        }

        foreach (var (nth, dayOfWeek) in _nthWeekdays)
        {
            var earliest = 1 + ((dayOfWeek - (int)first.DayOfWeek + 7) % 7);
            days |= Bit(nth > 0 ? earliest + (7 * (nth - 1)) : earliest + ((length - earliest) / 7 * 7), length);
        }

        return rule.BusinessDays is { } business ? days | Business(business, first, length) : days;
    }

    private uint Business(IReadOnlyList<int> numbers, DateOnly first, int length)
    {
        var open = Enumerable.Range(1, length).Where(day => IsBusinessDay(first.AddDays(day - 1))).ToArray();
        return numbers
            .Select(number => number > 0 ? number - 1 : open.Length + number)
            .Where(index => index >= 0 && index < open.Length)
            .Aggregate(0u, (days, index) => days | (1u << open[index]));
    }

    private bool IsBusinessDay(DateOnly day) => day.DayOfWeek is not (DayOfWeek.Saturday or DayOfWeek.Sunday) && !_holidays!.Contains(day);

    private static uint Bit(int day, int length) => day <= length ? 1u << day : 0;
}
