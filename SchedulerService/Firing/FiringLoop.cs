using AgentPlatform.ServiceDefaults.Hosting;
using Microsoft.Extensions.Options;

namespace SchedulerService.Firing;

/// <summary>Looks for due schedules as long as the service runs.</summary>
internal sealed class FiringLoop(FiringStep step, IOptions<FiringOptions> options, TimeProvider clock, ILogger<FiringLoop> logger) : BackgroundService
{
    protected override Task ExecuteAsync(CancellationToken stoppingToken) =>
        PeriodicLoop.RunAsync(TimeSpan.FromSeconds(options.Value.IntervalSeconds), clock, step.RunOnceAsync, logger, stoppingToken);
}
