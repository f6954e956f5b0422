namespace AgentPlatform.EndToEnd.Tests.Platform;

/// <summary>What a test did to a process, from its signal until the process was dead or went on (<see cref="TimeProvider.GetTimestamp"/>).</summary>
internal sealed record Strike(string Part, long ProcessId, long From, long To)
{
    /// <summary>When the signal was sent, as other processes tell the time.</summary>
    public DateTimeOffset At { get; } = TimeProvider.System.GetUtcNow() - TimeProvider.System.GetElapsedTime(From);
}
