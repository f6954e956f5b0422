using System.Collections.Concurrent;

namespace SchedulerService.Holidays;

/// <summary>The public holidays of the Republic of Korea (<see cref="KoreanHolidayLaw"/>) with what was announced. A year is reckoned once and kept.</summary>
/// <param name="extra">Days beyond those that are known here.</param>
internal sealed class KoreanHolidays(IEnumerable<DateOnly> extra)
{
    private readonly DateOnly[] _announced = [.. KnownDays.All.Select(day => day.Date).Concat(extra)];
    private readonly ConcurrentDictionary<int, uint[]> _years = new();

    /// <summary>Sundays by themselves are not in it.</summary>
    public bool Contains(DateOnly day) => (In(day.Year, day.Month) >> day.Day & 1) != 0;

    /// <summary>The holidays of a month as bits; bit 1 is its first day.</summary>
    public uint In(int year, int month) => (_years.TryGetValue(year, out var months) ? months : _years.GetOrAdd(year, Months))[month];

    private uint[] Months(int year)
    {
        var months = new uint[13];

        foreach (var day in KoreanHolidayLaw.Year(year, _announced.Where(day => day.Year == year)))
        {
            months[day.Month] |= 1u << day.Day;
        }

        return months;
    }
}
