using System.Threading.Channels;
using Google.Cloud.Firestore.V1;

namespace AgentPlatform.Firestore.Embedded;

/// <summary>What waits for one listener: its own requests and commits that touch it.</summary>
internal sealed class ListenQueue(int maxWaiting)
{
    // When it is full, commits are dropped and the listener evaluates its targets afresh; requests wait.
    private readonly Channel<ListenEvent> events = Channel.CreateBounded<ListenEvent>(new BoundedChannelOptions(maxWaiting) { SingleReader = true });
    private int overflowed;

    public ChannelReader<ListenEvent> Events => events.Reader;

    public void Offer(PublishedCommit commit)
    {
        if (!events.Writer.TryWrite(new ListenEvent(null, commit)))
        {
            Volatile.Write(ref overflowed, 1);
        }
    }

    public ValueTask RequestAsync(ListenRequest request, CancellationToken cancellationToken) =>
        events.Writer.WriteAsync(new ListenEvent(request, null), cancellationToken);

    /// <summary>Whether commits were dropped since it was last asked.</summary>
    public bool TakeOverflow() => Interlocked.Exchange(ref overflowed, 0) == 1;

    public void Close() => events.Writer.TryComplete();
}
