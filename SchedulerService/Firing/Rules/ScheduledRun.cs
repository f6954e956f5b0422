namespace SchedulerService.Firing.Rules;

/// <summary>A run that a schedule started and that is not known to have ended. <paramref name="Cancelling"/>: it was asked to end.</summary>
internal sealed record ScheduledRun(string ExecutionId, DateTimeOffset ScheduledFor, DateTimeOffset Since, bool Cancelling = false);
