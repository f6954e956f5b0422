namespace SchedulerService.Firing;

/// <summary>
/// Records to write, the next theoretical instant (null when the schedule has ended), and when to look at the schedule again:
/// that instant with its jitter.
/// </summary>
internal sealed record FiringDecision(IReadOnlyList<Occurrence> Occurrences, DateTimeOffset? NextRunAt, DateTimeOffset? DueAt)
{
    /// <summary>The run to start, if any: never more than one, because of several due instants only the last fires.</summary>
    public Occurrence? Fired => Occurrences.LastOrDefault(occurrence => occurrence.Outcome == Outcomes.Fired);
}
