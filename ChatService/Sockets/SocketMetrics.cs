using System.Diagnostics.Metrics;
using AgentPlatform.ServiceDefaults.Telemetry;

namespace ChatService.Sockets;

/// <summary>What operators see of WebSockets.</summary>
internal static class SocketMetrics
{
    public static readonly UpDownCounter<int> Active = PlatformTelemetry.Meter.CreateUpDownCounter<int>("agentplatform.websocket.active", "{socket}", "Open WebSockets of conversations");
}
