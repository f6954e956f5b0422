using AgentPlatform.Contracts.Schedules;
using AgentPlatform.Firestore;
using SchedulerService.Firing;

namespace SchedulerService.Schedules;

/// <summary>The schedule of an agent as stored. An agent without a schedule, or a deleted one, leaves a document that remembers the revision.</summary>
internal sealed record StoredSchedule
{
    public required string AgentId { get; init; }

    public required string UserId { get; init; }

    public required string AgentName { get; init; }

    public required int Version { get; init; }

    public required long Revision { get; init; }

    public required bool Active { get; init; }

    public bool Deleted { get; init; }

    public bool Paused { get; init; }

    public string? PausedReason { get; init; }

    public Schedule? Schedule { get; init; }

    /// <summary>The first theoretical instant without a record; null while the agent is not active, or when the schedule has ended.</summary>
    public DateTimeOffset? NextRunAt { get; init; }

    /// <summary>When <see cref="NextRunAt"/> is to be decided: the instant with its jitter.</summary>
    public DateTimeOffset? DueAt { get; init; }

    /// <summary>The last theoretical instant with a record.</summary>
    public DateTimeOffset? LastDecidedAt { get; init; }

    public DateTimeOffset? LastRunAt { get; init; }

    public string? LastStatus { get; init; }

    /// <summary>The scheduled run that was started last and is not known to have ended.</summary>
    public string? ActiveExecutionId { get; init; }

    public DateTimeOffset? ActiveSince { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    public DateTimeOffset UpdatedAt { get; init; }

    /// <summary>When the document was written; the precondition of the next write.</summary>
    public Timestamp? StoredAt { get; init; }

    public ScheduleState ToState(bool isRunning) =>
        new(AgentId, Version, Schedule!, Active && !Deleted && Schedule is not null, Paused, NextRunAt, isRunning) { PausedReason = PausedReason };

    /// <summary>As answered. A paused schedule has no next run, though its instants go on being recorded.</summary>
    public ScheduleView ToView(DateTimeOffset now) => new(
        AgentId,
        AgentName,
        Schedule! with { NextRuns = ScheduleRules.NextRuns(Schedule, now, ScheduleRules.NextRunsShown) },
        Paused,
        PausedReason,
        Active && !Paused ? NextRunAt : null,
        LastRunAt,
        LastStatus);
}
