using SchedulerService.Instants.Days;

namespace SchedulerService.Instants;

/// <summary>Times of day on chosen days.</summary>
internal sealed class TimesRule(IEnumerable<TimeOnly> times, DaySelection days) : IWallClockRule
{
    private readonly TimeOnly[] _times = [.. times.Distinct().Order()];

    public bool IsInterval => false;

    public DateTime? AtOrAfter(DateTime from)
    {
        var (date, time) = (DateOnly.FromDateTime(from), TimeOnly.FromDateTime(from));
        var day = days.AtOrAfter(date);

        if (day == date)
        {
            foreach (var candidate in _times)
            {
                if (candidate >= time)
                {
                    return date.ToDateTime(candidate);
                }
            }

            day = days.AtOrAfter(date.AddDays(1));
        }

        return day?.ToDateTime(_times[0]);
    }
}
