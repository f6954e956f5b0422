using System.Collections.Concurrent;

namespace AgentPlatform.Testing.StandInMessages;

/// <summary>How often one request body was received and answered in full.</summary>
public sealed class StandInCallCount(string hash)
{
    private int started;
    private readonly ConcurrentQueue<long> completed = new();

    public string Hash { get; } = hash;

    public int Started => Volatile.Read(ref started);

    public int Completed => completed.Count;

    /// <summary>When each whole answer was written, as timestamps of <see cref="TimeProvider.System"/>.</summary>
    public IReadOnlyList<long> CompletedAt => [.. completed];

    internal void Start() => Interlocked.Increment(ref started);

    internal void Complete() => completed.Enqueue(TimeProvider.System.GetTimestamp());
}
