using System.Diagnostics.Metrics;
using AgentPlatform.ServiceDefaults.Telemetry;
using SchedulerService.Firing.Rules;

namespace SchedulerService.Firing;

/// <summary>What operators see of schedules.</summary>
internal static class FiringMetrics
{
    private static readonly Counter<long> Occurrences = PlatformTelemetry.Meter.CreateCounter<long>("agentplatform.schedule.occurrences", "{occurrence}", "Instants that were decided, by outcome");
    private static readonly Histogram<double> Lag = PlatformTelemetry.Meter.CreateHistogram(
        "agentplatform.schedule.fire.lag", "s", "From an instant to the commit that starts its run", advice: new InstrumentAdvice<double> { HistogramBucketBoundaries = [0.1, 0.25, 0.5, 1, 2, 5, 10, 30, 60, 600, 3600] });

    public static void Decided(FiringDecision decision, DateTimeOffset committedAt)
    {
        foreach (var occurrence in decision.Occurrences)
        {
            Occurrences.Add(1, new KeyValuePair<string, object?>("outcome", occurrence.Outcome));
        }

        // What waited for another run, or is of the past by intent, is late for no fault of the scheduler.
        foreach (var fired in decision.Fired.Where(occurrence => !occurrence.HasWaited && !occurrence.IsBackfill))
        {
            Lag.Record((committedAt - fired.ScheduledFor).TotalSeconds);
        }
    }
}
