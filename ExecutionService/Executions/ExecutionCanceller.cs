using AgentPlatform.Contracts.Executions;
using ExecutionService.AgentLoop;
using ExecutionService.AgentLoop.Holding;

namespace ExecutionService.Executions;

/// <summary>Ends runs that people no longer want.</summary>
internal sealed class ExecutionCanceller(ExecutionStore store, RunningExecutions running, ExecutionWorker worker, TimeProvider clock)
{
    /// <summary>
    /// Asks for the end of a run. A run in this process is told at once, one elsewhere sees the wish when it renews its lease,
    /// and one that nobody holds is picked up only to be ended.
    /// </summary>
    public async Task CancelAsync(ExecutionState execution, CancellationToken cancellationToken)
    {
        await store.RequestCancelAsync(execution.Id, clock.GetUtcNow(), cancellationToken);
        if (!running.Cancel(execution.Id) && execution.Status is ExecutionStatus.Queued or ExecutionStatus.Waiting)
        {
            worker.Enqueue(execution.Id, execution.UserId, Urgency.End);
        }
    }
}
