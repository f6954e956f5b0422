using AgentPlatform.ServiceDefaults.Hosting;
using Microsoft.Extensions.Options;
using SchedulerService.Firing;

namespace SchedulerService.Ledger;

/// <summary>Sweeps the ledgers as long as the service runs: of several schedulers, the one that has the first shard.</summary>
internal sealed class LedgerSweepLoop(LedgerSweep sweep, SchedulerPeers peers, IOptions<LedgerOptions> options, TimeProvider clock, ILogger<LedgerSweepLoop> logger) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var interval = TimeSpan.FromSeconds(options.Value.SweepIntervalSeconds);
        // What is due comes first after a start.
        await Task.Delay(interval, clock, stoppingToken);
        await PeriodicLoop.RunAsync(interval, clock, (now, cancellationToken) => peers.HasFirstShard ? sweep.RunOnceAsync(now, cancellationToken) : Task.CompletedTask, logger, stoppingToken);
    }
}
