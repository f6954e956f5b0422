namespace SchedulerService.Firing;

/// <summary>One theoretical instant of a schedule and what became of it.</summary>
internal sealed record Occurrence(string Id, DateTimeOffset ScheduledFor, string Outcome)
{
    public string? Reason { get; init; }

    public string? ExecutionId { get; init; }

    public DateTimeOffset? FiredAt { get; init; }
}
