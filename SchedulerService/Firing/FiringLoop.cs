using AgentPlatform.ServiceDefaults.Hosting;
using Grpc.Core;
using Microsoft.Extensions.Options;

namespace SchedulerService.Firing;

/// <summary>Looks for due schedules as long as the service runs.</summary>
internal sealed class FiringLoop(FiringStep step, SchedulerPeers peers, IOptions<FiringOptions> options, TimeProvider clock, ILogger<FiringLoop> logger) : BackgroundService
{
    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        try
        {
            await peers.LeaveAsync(cancellationToken);
        }
        catch (Exception exception) when (exception is RpcException or OperationCanceledException)
        {
            // The others find out when the lease ends.
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        // Instants are whole seconds: who looks just after each is not late by a part of the interval.
        var part = clock.GetUtcNow().Ticks % TimeSpan.TicksPerSecond;
        if (part > 0)
        {
            await Task.Delay(TimeSpan.FromTicks(TimeSpan.TicksPerSecond - part), clock, stoppingToken);
        }

        await PeriodicLoop.RunAsync(TimeSpan.FromSeconds(options.Value.IntervalSeconds), clock, LookAsync, logger, stoppingToken);
    }

    private async Task LookAsync(DateTimeOffset now, CancellationToken cancellationToken)
    {
        while (await step.RunSharedAsync(now, token => peers.ShareAsync(clock.GetUtcNow(), token), cancellationToken))
        {
            now = clock.GetUtcNow();
        }
    }
}
