using Grpc.Core;

namespace AgentPlatform.Firestore.Embedded;

/// <summary>One call in process: its cancellation, its deadline and its outcome.</summary>
internal sealed class InProcessCall : IDisposable
{
    private readonly CancellationTokenSource cancellation;
    private readonly CancellationToken caller;
    private readonly InProcessCallContext context;
    private volatile bool disposed;

    public InProcessCall(string method, CallOptions options)
    {
        caller = options.CancellationToken;
        cancellation = CancellationTokenSource.CreateLinkedTokenSource(caller);
        if (options.Deadline is { } deadline && deadline != DateTime.MaxValue)
        {
            var left = deadline.ToUniversalTime() - TimeProvider.System.GetUtcNow().UtcDateTime;
            cancellation.CancelAfter(left > TimeSpan.Zero ? left : TimeSpan.Zero);
        }

        context = new InProcessCallContext(method, options, cancellation.Token);
    }

    public Task<Metadata> Headers { get; } = Task.FromResult<Metadata>([]);

    public Status Status { get; private set; }

    public async Task<T> RunAsync<T>(Func<ServerCallContext, Task<T>> handler)
    {
        try
        {
            cancellation.Token.ThrowIfCancellationRequested();
            return await handler(context).ConfigureAwait(false);
        }
        catch (Exception e)
        {
            throw Outcome(e);
        }
        finally
        {
            cancellation.Dispose();
        }
    }

    public async Task StreamAsync(Func<ServerCallContext, Task> handler, Action<Exception?> complete)
    {
        try
        {
            cancellation.Token.ThrowIfCancellationRequested();
            await handler(context).ConfigureAwait(false);
            complete(cancellation.IsCancellationRequested ? Outcome(new OperationCanceledException(cancellation.Token)) : null);
        }
#pragma warning disable CA1031 // The error goes to the reader of the stream.
        catch (Exception e)
#pragma warning restore CA1031
        {
            complete(Outcome(e));
        }
        finally
        {
            cancellation.Dispose();
        }
    }

    /// <summary>Ends the call if it still runs.</summary>
    public void Dispose()
    {
        disposed = true;
        try
        {
            cancellation.Cancel();
        }
        catch (ObjectDisposedException)
        {
            // It has ended by itself.
        }
    }

    private RpcException Outcome(Exception error)
    {
        var outcome = error switch
        {
            RpcException known => known,
            OperationCanceledException when disposed || caller.IsCancellationRequested => RpcErrors.Create(StatusCode.Cancelled, "Call canceled by the client."),
            OperationCanceledException when cancellation.IsCancellationRequested => RpcErrors.Create(StatusCode.DeadlineExceeded, "Deadline exceeded."),
            ObjectDisposedException => RpcErrors.Create(StatusCode.Unavailable, "The server is shut down."),
            _ => new RpcException(new Status(StatusCode.Unknown, $"Exception was thrown by handler. {error.GetType().Name}: {error.Message}", error)),
        };
        Status = outcome.Status;
        return outcome;
    }
}
