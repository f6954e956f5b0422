using AgentPlatform.Contracts.Executions;
using AgentPlatform.Contracts.Schedules;
using AgentPlatform.Firestore;
using SchedulerService.Backfills;
using SchedulerService.Firing.Backlogs;
using SchedulerService.Firing.Rules;
using SchedulerService.Ledger;
using SchedulerService.Schedules.Input;

namespace SchedulerService.Schedules.Storage;

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

    /// <summary>When the last pause ended.</summary>
    public DateTimeOffset? ResumedAt { get; init; }

    public Schedule? Schedule { get; init; }

    /// <summary>
    /// The first theoretical instant without a record or a place in <see cref="Waiting"/>; null while the agent is not active, or when
    /// the schedule has ended. After a change whose message was late, those until <see cref="LastDecidedAt"/> that the old rule has decided are passed over.
    /// </summary>
    public DateTimeOffset? NextRunAt { get; init; }

    /// <summary>When the schedule is to be looked at: <see cref="NextRunAt"/> with its jitter, or sooner when something waits.</summary>
    public DateTimeOffset? DueAt { get; init; }

    /// <summary>No instant after it has a record, waits, or is put aside: never earlier than it was, whatever rules came since.</summary>
    public DateTimeOffset? LastDecidedAt { get; init; }

    /// <summary>Records of instants before it may have been deleted: nobody can say of those whether they ran.</summary>
    public DateTimeOffset? SweptUntil { get; init; }

    public DateTimeOffset? LastRunAt { get; init; }

    public string? LastStatus { get; init; }

    /// <summary>Scheduled runs that are not known to have ended, in the order of their start.</summary>
    public IReadOnlyList<ScheduledRun> Runs { get; init; } = [];

    /// <summary>Instants that were due and wait for a run to end: their records come when they fire or no longer can.</summary>
    public IReadOnlyList<DateTimeOffset> Waiting { get; init; } = [];

    /// <summary>Instants of the past that were asked to run and have not yet.</summary>
    public IReadOnlyList<DateTimeOffset> Backfill { get; init; } = [];

    public string BackfillOverlap { get; init; } = Overlaps.BufferAll;

    /// <summary>The last backfills, oldest first, so that who asks again after a crash is answered the same.</summary>
    public IReadOnlyList<AcceptedBackfill> AcceptedBackfills { get; init; } = [];

    /// <summary>Backlogs that changes left behind, oldest first: their records are still to be written.</summary>
    public IReadOnlyList<Unsettled> Unsettled { get; init; } = [];

    /// <summary>Scheduled runs that failed one after another.</summary>
    public int FailuresInARow { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    public DateTimeOffset UpdatedAt { get; init; }

    /// <summary>When the document was written; the precondition of the next write.</summary>
    public Timestamp? StoredAt { get; init; }

    public ScheduleState ToState() => new(AgentId, Version, Schedule!, Active && !Deleted && Schedule is not null, Paused, NextRunAt)
    {
        PausedReason = PausedReason,
        PausedUntil = ResumedAt,
        DecidedUntil = LastDecidedAt,
        Runs = Runs,
        Waiting = Waiting,
        Backfill = Backfill,
        BackfillOverlap = BackfillOverlap,
        Unsettled = Unsettled,
    };

    /// <summary>The schedule once a decision holds.</summary>
    public StoredSchedule After(FiringDecision decision)
    {
        var fired = decision.Fired.LastOrDefault();
        return this with
        {
            NextRunAt = decision.NextRunAt,
            DueAt = decision.DueAt,
            LastDecidedAt = Later(LastDecidedAt, decision.Passed),
            LastRunAt = fired?.FiredAt ?? LastRunAt,
            LastStatus = fired is null ? LastStatus : ExecutionStatus.Queued,
            Runs = decision.Runs,
            Waiting = decision.Waiting,
            Backfill = decision.Backfill,
            Unsettled = decision.Unsettled,
        };
    }

    /// <summary>The same schedule, to be looked at now if anything waits in it.</summary>
    public StoredSchedule Rung(DateTimeOffset now) =>
        ((Active && (Waiting.Count > 0 || Backfill.Count > 0)) || Unsettled.Count > 0) && !(DueAt <= now) ? this with { DueAt = now } : this;

    /// <summary>
    /// The same schedule with its instants until <paramref name="until"/> that are not decided put aside: they are recorded in the
    /// background and do not fire. While the schedule is paused they are paused, whatever the outcome given.
    /// </summary>
    public StoredSchedule PutAside(DateTimeOffset until, string outcome, string reason)
    {
        if (!(NextRunAt <= until))
        {
            return this;
        }

        var (end, why) = Paused ? (Outcomes.Paused, PausedReason ?? FiringRules.IsPaused) : (outcome, reason);
        return this with
        {
            Unsettled = [.. Unsettled, new Unsettled(Schedule!, NextRunAt.Value, until, end, why) { DecidedUntil = NextRunAt <= LastDecidedAt ? LastDecidedAt : null }],
            NextRunAt = new ScheduleClock(Schedule!).Next(until),
            LastDecidedAt = Later(LastDecidedAt, until),
        };
    }

    public static DateTimeOffset? Later(DateTimeOffset? one, DateTimeOffset? other) => one > other || other is null ? one : other;

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
