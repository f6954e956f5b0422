using System.Diagnostics;

namespace AgentPlatform.ServiceDefaults.Outbox;

/// <summary>A message and the trace in which it was made.</summary>
public sealed record OutboxMessage(object Message, string? TraceParent)
{
    /// <summary>A message of the trace that goes on now.</summary>
    public static OutboxMessage Of(object message) => new(message, Activity.Current?.Id);
}
