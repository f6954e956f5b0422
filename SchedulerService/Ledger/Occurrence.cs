namespace SchedulerService.Ledger;

/// <summary>One theoretical instant of a schedule and what became of it.</summary>
internal sealed record Occurrence(string Id, DateTimeOffset ScheduledFor, string Outcome)
{
    /// <summary>In plain words; always there unless it fired at its own time.</summary>
    public string? Reason { get; init; }

    public string? ExecutionId { get; init; }

    public DateTimeOffset? FiredAt { get; init; }

    /// <summary>Decided for a backfill: there may be a record already, which this one replaces.</summary>
    public bool IsBackfill { get; init; }

    /// <summary>Had to wait for another run, so that its delay says nothing of the scheduler.</summary>
    public bool HasWaited { get; init; }
}
