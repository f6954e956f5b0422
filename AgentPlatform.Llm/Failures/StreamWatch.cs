namespace AgentPlatform.Llm;

/// <summary>Cancels a call when an awaited update does not come; stands still while the consumer works.</summary>
internal sealed class StreamWatch : IDisposable
{
    private readonly CancellationTokenSource source;
    private readonly ITimer timer;

    public StreamWatch(TimeProvider clock, CancellationToken cancellationToken)
    {
        source = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        timer = clock.CreateTimer(_ => Expire(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    public CancellationToken Token => source.Token;

    public bool Expired { get; private set; }

    public void Expect(TimeSpan within) => timer.Change(within, Timeout.InfiniteTimeSpan);

    public void Pause() => timer.Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);

    public void Dispose()
    {
        timer.Dispose();
        source.Dispose();
    }

    private void Expire()
    {
        Expired = true;
        try
        {
            source.Cancel();
        }
        catch (ObjectDisposedException)
        {
            // The call ended in the same instant.
        }
    }
}
