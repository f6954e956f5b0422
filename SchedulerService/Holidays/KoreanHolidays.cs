using System.Collections.Concurrent;

namespace SchedulerService.Holidays;

/// <summary>The public holidays of the Republic of Korea (<see cref="KoreanHolidayLaw"/>) with what was announced. A year is reckoned once and kept.</summary>
/// <param name="extra">Days beyond those that are known here.</param>
internal sealed class KoreanHolidays(IEnumerable<DateOnly> extra)
{
    private readonly DateOnly[] _announced = [.. KnownDays.All.Select(day => day.Date).Concat(extra)];
    private readonly ConcurrentDictionary<int, IReadOnlySet<DateOnly>> _years = new();

    /// <summary>Sundays by themselves are not in it.</summary>
    public bool Contains(DateOnly day) => In(day.Year).Contains(day);

    public IReadOnlySet<DateOnly> In(int year) =>
        _years.TryGetValue(year, out var known) ? known : _years.GetOrAdd(year, key => KoreanHolidayLaw.Year(key, _announced.Where(day => day.Year == key)));
}
