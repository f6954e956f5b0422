using System.Diagnostics.Metrics;
using AgentPlatform.ServiceDefaults.Telemetry;
using ExecutionService.Executions;

namespace ExecutionService.AgentLoop;

/// <summary>What operators see of runs.</summary>
internal static class RunMetrics
{
    private static readonly InstrumentAdvice<double> Seconds = new() { HistogramBucketBoundaries = [0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300, 1800] };

    private static readonly UpDownCounter<int> Active = PlatformTelemetry.Meter.CreateUpDownCounter<int>("agentplatform.run.active", "{run}", "Runs that this process works on");
    private static readonly Histogram<double> Waited = PlatformTelemetry.Meter.CreateHistogram("agentplatform.run.wait", "s", "From a run's creation until a worker first takes it", advice: Seconds);
    private static readonly Histogram<double> Duration = PlatformTelemetry.Meter.CreateHistogram("agentplatform.run.duration", "s", "From a run's start to its end, with its outcome", advice: Seconds);

    public static void Taken(ExecutionState execution)
    {
        Active.Add(1);
        if (execution.Attempt == 1)
        {
            Waited.Record((execution.StartTime!.Value - execution.CreatedAt).TotalSeconds);
        }
    }

    public static void Left(ExecutionState execution, bool lost)
    {
        Active.Add(-1);
        if (!lost && execution is { EndTime: { } end, StartTime: { } start })
        {
            Duration.Record((end - start).TotalSeconds, new("status", execution.Status), new("trigger", execution.Trigger.Kind), new("error.type", execution.Error?.Code));
        }
    }

    /// <summary>Lets the age of what waits longest be observed.</summary>
    public static void ObserveQueue(Func<TimeSpan> age) =>
        PlatformTelemetry.Meter.CreateObservableGauge("agentplatform.run.queue.age", () => age().TotalSeconds, "s", "How long the run at the head of this process's queue has waited");
}
