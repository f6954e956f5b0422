using SchedulerService.Firing.Backlogs;
using SchedulerService.Ledger;

namespace SchedulerService.Firing.Rules;

/// <summary>
/// Records to write, the next theoretical instant (null when the schedule has ended), and when to look at the schedule again:
/// that instant with its jitter, or sooner when something waits.
/// </summary>
internal sealed record FiringDecision(IReadOnlyList<Occurrence> Occurrences, DateTimeOffset? NextRunAt, DateTimeOffset? DueAt)
{
    /// <summary>The runs to start.</summary>
    public IEnumerable<Occurrence> Fired => Occurrences.Where(occurrence => occurrence.Outcome == Outcomes.Fired);

    /// <summary>Runs to be asked to end, for the first time or again.</summary>
    public IReadOnlyList<string> Cancelled { get; init; } = [];

    /// <summary>The last instant that was taken from the clock; null when none was due.</summary>
    public DateTimeOffset? Passed { get; init; }

    public IReadOnlyList<ScheduledRun> Runs { get; init; } = [];

    public IReadOnlyList<DateTimeOffset> Waiting { get; init; } = [];

    public IReadOnlyList<DateTimeOffset> Backfill { get; init; } = [];

    /// <summary>What changes left behind and is still to be recorded.</summary>
    public IReadOnlyList<Unsettled> Unsettled { get; init; } = [];

    /// <summary>The decision without some records, and without the runs that they would have started.</summary>
    public FiringDecision Without(IReadOnlySet<string> occurrenceIds)
    {
        var dropped = Occurrences.Where(occurrence => occurrenceIds.Contains(occurrence.Id)).Select(occurrence => occurrence.ExecutionId).ToHashSet();
        return this with
        {
            Occurrences = [.. Occurrences.Where(occurrence => !occurrenceIds.Contains(occurrence.Id))],
            Runs = [.. Runs.Where(run => !dropped.Contains(run.ExecutionId))],
        };
    }
}
