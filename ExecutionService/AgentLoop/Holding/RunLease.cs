using ExecutionService.Executions;

namespace ExecutionService.AgentLoop.Holding;

/// <summary>Keeps the lease of one run while it is worked on, and looks for a wish to cancel it.</summary>
internal sealed partial class RunLease(ExecutionStore store, RunControl control, ExecutionState claimed, TimeSpan lease, TimeSpan interval, TimeProvider clock, ILogger logger)
{
    /// <summary>Renews until the run is left.</summary>
    public async Task KeepAsync(CancellationToken cancellationToken)
    {
        using var timer = new PeriodicTimer(interval, clock);
        while (await timer.WaitForNextTickAsync(cancellationToken))
        {
            try
            {
                await RenewAsync(cancellationToken);
            }
            catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
            {
                // The journal fences: if the lease ends before the store answers again, the next append fails.
                LogNotRenewed(exception, claimed.Id);
            }
        }
    }

    private async Task RenewAsync(CancellationToken cancellationToken)
    {
        var now = await store.LoadAsync(claimed.Id, cancellationToken);
        if (now is null || now.Attempt != claimed.Attempt || now.Owner != claimed.Owner)
        {
            control.Stop(StopReason.Lost);
        }
        else if (now.CancelRequested)
        {
            control.Stop(StopReason.Cancelled);
        }
        else
        {
            // What the run's own commits move meanwhile stays as they say.
            await store.TryRenewAsync(now, clock.GetUtcNow() + lease, cancellationToken);
        }
    }

    [LoggerMessage(LogLevel.Warning, "The lease of execution {ExecutionId} could not be renewed")]
    private partial void LogNotRenewed(Exception exception, string executionId);
}
