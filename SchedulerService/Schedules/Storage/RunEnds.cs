using AgentPlatform.Contracts.Executions;

namespace SchedulerService.Schedules.Storage;

/// <summary>
/// What the end of a scheduled run makes of its schedule. Pure. A run ends once: with the message that it ended or, when that is lost,
/// with the answer of ExecutionService, whichever comes first takes it off the list.
/// </summary>
internal static class RunEnds
{
    /// <param name="stored">The schedule, which knows the run.</param>
    /// <param name="executionId">The run.</param>
    /// <param name="status">How it ended; null when nobody knows of it.</param>
    /// <param name="errorCode">Why it failed.</param>
    /// <param name="pauseAfterFailures">The platform's number of failures after which a schedule pauses itself; 0 for never.</param>
    public static StoredSchedule End(StoredSchedule stored, string executionId, string? status, string? errorCode, int pauseAfterFailures)
    {
        var failures = status switch
        {
            ExecutionStatus.Failed => stored.FailuresInARow + 1,
            ExecutionStatus.Success => 0,
            _ => stored.FailuresInARow,
        };
        var ended = stored with
        {
            FailuresInARow = failures,
            LastStatus = status is not null && stored.Runs[^1].ExecutionId == executionId ? status : stored.LastStatus,
            Runs = [.. stored.Runs.Where(run => run.ExecutionId != executionId)],
        };
        var limit = stored.Schedule?.PauseAfterFailures ?? pauseAfterFailures;
        return !ended.Paused && status == ExecutionStatus.Failed && limit > 0 && failures >= limit
            ? ended with { Paused = true, PausedReason = failures == 1 ? $"a run failed with '{errorCode}'" : $"{failures} runs failed one after another, the last with '{errorCode}'" }
            : ended;
    }
}
