using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace AgentPlatform.ServiceDefaults.Hosting;

/// <summary>Degraded for a minute after the store last refused a change because it is full: the service still reads, and answers what it cannot do.</summary>
internal sealed class StoreHealth(TimeProvider clock) : IHealthCheck
{
    private static readonly TimeSpan Told = TimeSpan.FromMinutes(1);

    private long _fullAt = long.MinValue;

    /// <summary>The store has refused a change for want of room.</summary>
    public void ReportFull() => Interlocked.Exchange(ref _fullAt, clock.GetUtcNow().UtcTicks);

    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) => Task.FromResult(
        Interlocked.Read(ref _fullAt) > (clock.GetUtcNow() - Told).UtcTicks ? HealthCheckResult.Degraded("The store is full.") : HealthCheckResult.Healthy());
}
