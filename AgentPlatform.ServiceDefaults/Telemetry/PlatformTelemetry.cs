using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace AgentPlatform.ServiceDefaults.Telemetry;

/// <summary>The platform's own source of traces and metrics.</summary>
public static class PlatformTelemetry
{
    public const string Name = "AgentPlatform";

    public static readonly ActivitySource Source = new(Name);

    public static readonly Meter Meter = new(Name);

    /// <summary>Begins a span below one that was written down, in the same trace; without one, below the current span if there is one.</summary>
    public static Activity? Start(string name, ActivityKind kind, string? traceParent) =>
        Source.StartActivity(name, kind, ActivityContext.TryParse(traceParent, null, out var parent) ? parent : default);
}
