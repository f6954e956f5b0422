using AgentPlatform.Contracts.Schedules;
using SchedulerService.Firing.Backlogs;
using SchedulerService.Schedules;

namespace SchedulerService.Firing.Rules;

/// <summary>What a firing decision depends on. <paramref name="NextRunAt"/> is the first instant that its rule has not passed; from there to <see cref="DecidedUntil"/> an earlier rule may have decided some.</summary>
internal sealed record ScheduleState(string AgentId, int Version, Schedule Schedule, bool Active, bool Paused, DateTimeOffset? NextRunAt)
{
    public string? PausedReason { get; init; }

    /// <summary>Why nothing fires any more: the agent is about to be switched off or deleted. What is due and what waits is skipped with these words.</summary>
    public string? StopReason { get; init; }

    /// <summary>Instants are due at their own time, whatever their jitter: the clock is about to change.</summary>
    public bool IgnoresJitter { get; init; }

    /// <summary>Instants after it are not due by this rule: the clock changed then.</summary>
    public DateTimeOffset? Until { get; init; }

    /// <summary>No instant after it has a record or waits: before it some may, decided by an earlier rule that went on until the message of a change came.</summary>
    public DateTimeOffset? DecidedUntil { get; init; }

    /// <summary>Those of the instants in question (<see cref="FiringRules.InQuestion"/>) that have a record.</summary>
    public IReadOnlyList<DateTimeOffset> Recorded { get; init; } = [];

    /// <summary>When the last pause ended: instants until then that are decided later, for their rule was not known, passed while it lasted.</summary>
    public DateTimeOffset? PausedUntil { get; init; }

    /// <summary>In a simulation the schedule's clock, made once for all its instants; null where instants are real.</summary>
    public ScheduleClock? Simulated { get; init; }

    /// <summary>In the order of their start.</summary>
    public IReadOnlyList<ScheduledRun> Runs { get; init; } = [];

    /// <summary>Instants that were due and wait for a run to end, first come first.</summary>
    public IReadOnlyList<DateTimeOffset> Waiting { get; init; } = [];

    /// <summary>Instants of the past that are to run, in order.</summary>
    public IReadOnlyList<DateTimeOffset> Backfill { get; init; } = [];

    public string BackfillOverlap { get; init; } = Overlaps.BufferAll;

    /// <summary>What changes left behind, oldest first; also of a schedule that is not active any more.</summary>
    public IReadOnlyList<Unsettled> Unsettled { get; init; } = [];
}
