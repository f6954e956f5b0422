using SchedulerService.Instants.Days;
using SchedulerService.Instants.Zones;

namespace SchedulerService.Instants;

/// <summary>Elapsed time from an anchor, whatever wall clocks do: the anchor, and each whole number of intervals after it.</summary>
internal sealed class ElapsedInstants(DateTime anchorUtc, TimeSpan every, ExcludedDays? excluded, ZoneOffsets zone) : IInstants
{
    public DateTime? AtOrAfter(DateTime utc)
    {
        var at = OnGrid(utc);

        if (excluded is null)
        {
            return at;
        }

        for (var end = SearchReach.After(utc); at <= end;)
        {
            var day = DateOnly.FromDateTime(at + zone.At(at));

            if (!excluded.Has(day))
            {
                return at;
            }

            // Where clocks jump back over midnight, the next day may have begun before.
            var next = OnGrid(zone.FirstInstant(day.AddDays(1).ToDateTime(TimeOnly.MinValue)));
            at = next > at ? next : at + every;
        }

        return null;
    }

    public IEnumerable<DateTime> SkippedAt(IEnumerable<OffsetChange> gaps) => [];

    private DateTime OnGrid(DateTime utc) => utc <= anchorUtc ? anchorUtc : anchorUtc.AddTicks(((utc - anchorUtc).Ticks + every.Ticks - 1) / every.Ticks * every.Ticks);
}
