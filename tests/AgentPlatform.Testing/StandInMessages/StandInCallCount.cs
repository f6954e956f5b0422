namespace AgentPlatform.Testing.StandInMessages;

/// <summary>How often one request body was received and answered in full.</summary>
public sealed class StandInCallCount(string hash)
{
    private int started;
    private int completed;

    public string Hash { get; } = hash;

    public int Started => Volatile.Read(ref started);

    public int Completed => Volatile.Read(ref completed);

    internal void Start() => Interlocked.Increment(ref started);

    internal void Complete() => Interlocked.Increment(ref completed);
}
