using System.Numerics;
using AgentPlatform.Contracts.Schedules;
using SchedulerService.Holidays;
using SchedulerService.Phrases.Meanings;

namespace SchedulerService.Instants.Days;

/// <summary>What a <see cref="DayRule"/> says of days within a month: days by number, weekdays by number, business days by number; each adds days, and none means all.</summary>
internal sealed class MonthDays(DayRule rule, KoreanHolidays? holidays)
{
    private static readonly uint[] Weekdays = [.. Enumerable.Range(0, 7).Select(first => OfWeek(first, DaySet.Weekdays))];

    private readonly bool _isAll = rule is { DaysOfMonth: null, NthWeekdays: null, BusinessDays: null };
    private readonly (int Nth, int Day)[] _nthWeekdays = [.. (rule.NthWeekdays ?? []).Select(weekday => (weekday.Nth, DayNames.Number(weekday.Day)))];
    private readonly KoreanHolidays? _holidays = holidays ?? (rule.BusinessDays is null ? null : throw new ArgumentException("Business days need a calendar of public holidays.", nameof(holidays)));

    /// <summary>The days of the month that begins on <paramref name="first"/>, as bits; bit 1 is the first.</summary>
    public uint Of(DateOnly first)
    {
        var length = DateTime.DaysInMonth(first.Year, first.Month);

        if (_isAll)
        {
            return All(length);
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
        var open = Weekdays[(int)first.DayOfWeek] & All(length) & ~_holidays!.In(first.Year, first.Month);
        var (count, days) = (BitOperations.PopCount(open), 0u);

        foreach (var number in numbers)
        {
            var index = number > 0 ? number - 1 : count + number;
            days |= index >= 0 && index < count ? Nth(open, index) : 0;
        }

        return days;
    }

    /// <summary>The days of the week (bit 0 is Sunday) in a month that begins on one.</summary>
    public static uint OfWeek(int firstDayOfWeek, int daysOfWeek) =>
        Enumerable.Range(1, 31).Where(day => (daysOfWeek & DaySet.Of((firstDayOfWeek + day - 1) % 7)) != 0).Aggregate(0u, (days, day) => days | (1u << day));

    private static uint Nth(uint days, int index)
    {
        for (; index > 0; index--)
        {
            days &= days - 1;
        }

        return days & (0 - days);
    }

    private static uint All(int length) => (uint)((1UL << (length + 1)) - 2);

    private static uint Bit(int day, int length) => day <= length ? 1u << day : 0;
}
