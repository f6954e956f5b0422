using System.Threading.Channels;
using Grpc.Core;

namespace AgentPlatform.Firestore.Embedded;

/// <summary>One direction of a streaming call; the writer waits for a slow reader.</summary>
internal sealed class InProcessStream<T> : IAsyncStreamReader<T>, IServerStreamWriter<T>, IClientStreamWriter<T>
    where T : class
{
    private const int Capacity = 64;

    private readonly Channel<T> channel = Channel.CreateBounded<T>(new BoundedChannelOptions(Capacity) { SingleReader = true });
    private T? current;

    public T Current => current ?? throw new InvalidOperationException("No message has been read.");

    public WriteOptions? WriteOptions { get; set; }

    public async Task<bool> MoveNext(CancellationToken cancellationToken)
    {
        while (!channel.Reader.TryRead(out current))
        {
            if (!await channel.Reader.WaitToReadAsync(cancellationToken).ConfigureAwait(false))
            {
                return false;
            }
        }

        return true;
    }

    public Task WriteAsync(T message) => WriteAsync(message, CancellationToken.None);

    public Task WriteAsync(T message, CancellationToken cancellationToken) =>
        channel.Writer.TryWrite(message) ? Task.CompletedTask : channel.Writer.WriteAsync(message, cancellationToken).AsTask();

    public Task CompleteAsync()
    {
        Complete(null);
        return Task.CompletedTask;
    }

    public void Complete(Exception? error) => channel.Writer.TryComplete(error);
}
