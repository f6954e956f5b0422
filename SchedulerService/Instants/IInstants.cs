using SchedulerService.Instants.Zones;

namespace SchedulerService.Instants;

/// <summary>The instants of one rule in one zone, in UTC. Pure: the same rule, zone data and time give the same answer.</summary>
internal interface IInstants
{
    /// <summary>The first instant at or after <paramref name="utc"/>; null when there is none within <see cref="SearchReach"/>.</summary>
    DateTime? AtOrAfter(DateTime utc);

    /// <summary>The wall-clock times of the rule that clocks skip at <paramref name="gaps"/>, both in their order; none where the rule counts elapsed time.</summary>
    IEnumerable<DateTime> SkippedAt(IEnumerable<OffsetChange> gaps);
}
