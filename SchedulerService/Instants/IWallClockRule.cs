namespace SchedulerService.Instants;

/// <summary>Times as a wall clock shows them, in whatever zone it hangs. Pure.</summary>
internal interface IWallClockRule
{
    /// <summary>Whether it means an interval rather than times of day, so that it goes on through an hour that comes twice.</summary>
    bool IsInterval { get; }

    /// <summary>The first time at or after <paramref name="from"/>; null when there is none within <see cref="SearchReach"/>.</summary>
    DateTime? AtOrAfter(DateTime from);
}
