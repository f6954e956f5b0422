using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace AgentPlatform.ServiceDefaults.Telemetry;

/// <summary>The platform's own source of traces and metrics.</summary>
public static class PlatformTelemetry
{
    public const string Name = "AgentPlatform";

    public static readonly ActivitySource Source = new(Name);

    public static readonly Meter Meter = new(Name);
}
