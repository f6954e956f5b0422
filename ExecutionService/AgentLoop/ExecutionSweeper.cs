using AgentPlatform.Contracts.Executions;
using AgentPlatform.ServiceDefaults.Hosting;
using ExecutionService.AgentLoop.Holding;
using ExecutionService.Executions;
using Microsoft.Extensions.Options;

namespace ExecutionService.AgentLoop;

/// <summary>Finds runs that nobody works on: queued ones whose doorbell was lost, and those of workers that died.</summary>
internal sealed partial class ExecutionSweeper(ExecutionStore store, ExecutionWorker worker, TimeProvider clock, IOptions<ExecutionOptions> options, ILogger<ExecutionSweeper> logger) : BackgroundService
{
    private const int Batch = 200;

    private readonly OutageGrace _grace = new(TimeSpan.FromSeconds(options.Value.RenewSeconds), TimeSpan.FromSeconds(options.Value.OutageGraceSeconds));

    /// <summary>Takes up what is due.</summary>
    public async Task RunOnceAsync(DateTimeOffset now, CancellationToken cancellationToken)
    {
        _grace.Begin(clock.GetUtcNow());
        var due = await store.ListDueAsync(now, Batch, cancellationToken);
        var mayTakeOver = _grace.HasPassed(clock.GetUtcNow());
        foreach (var execution in due.Where(execution => execution.Owner is null || mayTakeOver))
        {
            worker.Enqueue(execution.Id, execution.UserId);
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (options.Value.TakeOverAtStart)
        {
            var left = await store.ListDueAsync(clock.GetUtcNow().AddYears(1), Batch, stoppingToken);
            foreach (var execution in left.Where(execution => execution.Owner != worker.Owner && execution.Status != ExecutionStatus.Waiting))
            {
                worker.Enqueue(execution.Id, execution.UserId, Urgency.TakeOver);
            }

            if (left.Count > 0)
            {
                LogTakenOver(left.Count);
            }
        }

        await PeriodicLoop.RunAsync(TimeSpan.FromSeconds(options.Value.SweepSeconds), clock, RunOnceAsync, logger, stoppingToken);
    }

    [LoggerMessage(LogLevel.Information, "Going on with {Count} runs that an earlier process left")]
    private partial void LogTakenOver(int count);
}
