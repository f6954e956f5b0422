using AgentPlatform.Firestore;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace AgentPlatform.ServiceDefaults.Hosting;

/// <summary>Degraded for a minute after the store last refused a commit of this process because it is full: the service still reads, and answers what it cannot do.</summary>
internal sealed class StoreHealth(FirestoreDb db, TimeProvider clock) : IHealthCheck
{
    private static readonly TimeSpan Told = TimeSpan.FromMinutes(1);

    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
        Task.FromResult(db.ExhaustedAt > clock.GetUtcNow() - Told ? HealthCheckResult.Degraded("The store takes no changes: it is full, or its quota is used up.") : HealthCheckResult.Healthy());
}
