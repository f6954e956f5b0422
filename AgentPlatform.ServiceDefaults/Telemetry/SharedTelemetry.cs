namespace AgentPlatform.ServiceDefaults.Telemetry;

/// <summary>
/// For several services in one process: sources and meters belong to the process, so one of them collects for all, under one
/// name. The host of the services puts one into <see cref="Key"/> of each builder's properties.
/// </summary>
public sealed class SharedTelemetry(string serviceName)
{
    /// <summary>Key in <c>IHostApplicationBuilder.Properties</c>.</summary>
    public static readonly object Key = typeof(SharedTelemetry);

    private int _claimed;

    /// <summary>The name under which all of them are seen.</summary>
    public string ServiceName => serviceName;

    /// <summary>True for the first that asks.</summary>
    internal bool TryClaim() => Interlocked.Exchange(ref _claimed, 1) == 0;
}
