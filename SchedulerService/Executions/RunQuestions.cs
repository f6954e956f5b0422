using AgentPlatform.Contracts.Executions;
using Microsoft.Extensions.Options;
using SchedulerService.Firing;
using SchedulerService.Schedules.Storage;

namespace SchedulerService.Executions;

/// <summary>Finds out which runs of a schedule still go on, for the message that one ended may be late.</summary>
internal sealed class RunQuestions(ExecutionClient executions, IOptions<FiringOptions> options)
{
    /// <summary>The schedule without the runs that have ended.</summary>
    /// <exception cref="HttpRequestException">ExecutionService is not available.</exception>
    public async Task<StoredSchedule> RefreshAsync(StoredSchedule schedule, DateTimeOffset now, CancellationToken cancellationToken)
    {
        foreach (var run in schedule.Runs)
        {
            var execution = await executions.FindAsync(schedule.UserId, run.ExecutionId, cancellationToken);
            var goesOn = execution is null
                ? now - run.Since < TimeSpan.FromSeconds(options.Value.StartGraceSeconds)
                : execution.Status is ExecutionStatus.Queued or ExecutionStatus.Running or ExecutionStatus.Waiting;
            schedule = goesOn ? schedule : RunEnds.End(schedule, run.ExecutionId, execution?.Status, execution?.Error?.Code, options.Value.PauseAfterFailures);
        }

        return schedule;
    }
}
