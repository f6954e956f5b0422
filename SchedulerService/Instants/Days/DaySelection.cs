using System.Globalization;
using System.Numerics;
using AgentPlatform.Contracts.Schedules;
using SchedulerService.Holidays;
using SchedulerService.Phrases.Meanings;

namespace SchedulerService.Instants.Days;

/// <summary>The days that a <see cref="DayRule"/> names, found a month at a time. A rule without members names every day.</summary>
internal sealed class DaySelection
{
    private readonly DayRule _rule;
    private readonly MonthDays _monthDays;
    private readonly DateOnly _anchor;
    private readonly int _months;
    private readonly uint[] _daysOfWeek;

    public DaySelection(DayRule? rule, KoreanHolidays? holidays)
    {
        _rule = rule ?? new();
        _monthDays = new(_rule, holidays);
        _anchor = _rule.AnchorDate is { } anchor ? DateOnly.ParseExact(anchor, "yyyy-MM-dd", CultureInfo.InvariantCulture) : DateOnly.MinValue;
        _months = _rule.Months?.Aggregate(0, (set, month) => set | (1 << month)) ?? -1;
        var daysOfWeek = _rule.DaysOfWeek is null ? DaySet.All : DayNames.Set(_rule.DaysOfWeek);
        _daysOfWeek = [.. Enumerable.Range(0, 7).Select(first => MonthDays.OfWeek(first, daysOfWeek))];
    }

    /// <summary>The first such day at or after <paramref name="from"/>; null when there is none within <see cref="SearchReach"/>.</summary>
    public DateOnly? AtOrAfter(DateOnly from)
    {
        var (year, month) = (from.Year, from.Month);
        var here = Of(year, month) & (uint.MaxValue << from.Day);

        for (var left = SearchReach.Years * 12; here == 0 && left > 0 && year <= SearchReach.LastYear; left--)
        {
            (year, month) = month == 12 ? (year + 1, 1) : (year, month + 1);
            here = Of(year, month);
        }

        return here == 0 ? null : new DateOnly(year, month, BitOperations.TrailingZeroCount(here));
    }

    /// <summary>The days of a month as bits; bit 1 is the first.</summary>
    private uint Of(int year, int month)
    {
        if ((_months & (1 << month)) == 0 || !Counts(((year - _anchor.Year) * 12) + month - _anchor.Month, _rule.EveryMonths))
        {
            return 0;
        }

        var first = new DateOnly(year, month, 1);
        var days = _monthDays.Of(first) & _daysOfWeek[(int)first.DayOfWeek];
        return _rule.EveryDays is null && _rule.EveryWeeks is null ? days : Counting(days, first.DayNumber - 1);
    }

    private uint Counting(uint days, int dayZero)
    {
        for (var left = days; left != 0; left &= left - 1)
        {
            var day = BitOperations.TrailingZeroCount(left);
            var number = dayZero + day;

            // The first day of the calendar, number zero, is a Monday.
            if (!Counts(number - _anchor.DayNumber, _rule.EveryDays) || !Counts((number / 7) - (_anchor.DayNumber / 7), _rule.EveryWeeks))
            {
                days &= ~(1u << day);
            }
        }

        return days;
    }

    private static bool Counts(int since, int? every) => every is not { } step || (since >= 0 && since % step == 0);
}
