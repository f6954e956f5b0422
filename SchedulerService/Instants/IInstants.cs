namespace SchedulerService.Instants;

/// <summary>The instants of one rule in one zone, in UTC. Pure: the same rule, zone data and time give the same answer.</summary>
internal interface IInstants
{
    /// <summary>The first instant at or after <paramref name="utc"/>; null when there is none within <see cref="SearchReach"/>.</summary>
    DateTime? AtOrAfter(DateTime utc);

    /// <summary>Whether the rule itself names an instant, which the wall clock shows as <paramref name="local"/>; false where a clock's jump moved it there.</summary>
    bool Names(DateTime utc, DateTime local);
}
