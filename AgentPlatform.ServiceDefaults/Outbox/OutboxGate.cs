namespace AgentPlatform.ServiceDefaults.Outbox;

/// <summary>
/// Holds the relay back until <paramref name="opened"/> ends. A bus in memory drops what nobody consumes yet, so a host of
/// several services opens the gate once all of them listen; a broker keeps messages, and there the gate is open.
/// </summary>
public sealed class OutboxGate(Task opened)
{
    public Task Opened => opened;
}
