using Google.Cloud.Firestore.V1;
using Grpc.Core;

namespace AgentPlatform.Firestore;

/// <summary>One listen stream: keeps the result, calls back at every consistent point, opens the stream again after transient failures.</summary>
public sealed class FirestoreChangeListener : IAsyncDisposable
{
    private static readonly HashSet<StatusCode> Transient =
    [
        StatusCode.Aborted,
        StatusCode.Cancelled,
        StatusCode.DeadlineExceeded,
        StatusCode.Internal,
        StatusCode.ResourceExhausted,
        StatusCode.Unauthenticated,
        StatusCode.Unavailable,
        StatusCode.Unknown,
    ];

    private readonly CancellationTokenSource stop;

    private FirestoreChangeListener(CancellationToken cancellationToken) => stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);

    /// <summary>Ends when the listener is stopped, and fails when the callback or the target does.</summary>
    public Task ListenerTask { get; private set; } = Task.CompletedTask;

    /// <summary>Stops and waits for the end.</summary>
    public async Task StopAsync(CancellationToken cancellationToken = default)
    {
        await stop.CancelAsync().ConfigureAwait(false);
        await ListenerTask.WaitAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Stops without telling a failure, which <see cref="ListenerTask"/> holds.</summary>
    public async ValueTask DisposeAsync()
    {
        await stop.CancelAsync().ConfigureAwait(false);
        await ListenerTask.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        stop.Dispose();
    }

    internal static FirestoreChangeListener Start(
        FirestoreDb database,
        Target target,
        IComparer<DocumentSnapshot> order,
        Func<QuerySnapshot, CancellationToken, Task> callback,
        CancellationToken cancellationToken)
    {
        var listener = new FirestoreChangeListener(cancellationToken);
        var state = new WatchState(database, target, order, callback);
        listener.ListenerTask = Task.Run(() => RunAsync(database, target, state, listener.stop.Token), CancellationToken.None);
        return listener;
    }

    private static async Task RunAsync(FirestoreDb database, Target target, WatchState state, CancellationToken cancellationToken)
    {
        var backoff = TimeSpan.Zero;
        try
        {
            while (true)
            {
                try
                {
                    if (backoff > TimeSpan.Zero)
                    {
                        await Task.Delay(backoff * Random.Shared.NextDouble(), database.TimeProvider, cancellationToken).ConfigureAwait(false);
                    }

                    await StreamAsync(database, target, state, () => backoff = TimeSpan.Zero, cancellationToken).ConfigureAwait(false);
                }
                catch (RpcException e) when (Transient.Contains(e.StatusCode) && !cancellationToken.IsCancellationRequested)
                {
                }

                backoff = backoff == TimeSpan.Zero ? TimeSpan.FromSeconds(1) : TimeSpan.FromTicks(Math.Min(backoff.Ticks * 2, TimeSpan.FromSeconds(30).Ticks));
            }
        }
        catch (Exception e) when (e is OperationCanceledException or RpcException && cancellationToken.IsCancellationRequested)
        {
        }
    }

    private static async Task StreamAsync(FirestoreDb database, Target target, WatchState state, Action healthy, CancellationToken cancellationToken)
    {
        using var call = database.Client.Listen(database.Headers, cancellationToken: cancellationToken);
        var add = new Target(target);
        if (state.ResumeToken is { } token)
        {
            add.ResumeToken = token;
        }

        state.StreamOpened();
        await call.RequestStream.WriteAsync(new ListenRequest { Database = database.RootPath, AddTarget = add }, cancellationToken).ConfigureAwait(false);
        await foreach (var response in call.ResponseStream.ReadAllAsync(cancellationToken).ConfigureAwait(false))
        {
            switch (await state.HandleAsync(response, cancellationToken).ConfigureAwait(false))
            {
                case WatchResult.Healthy:
                    healthy();
                    break;
                case WatchResult.ResetStream:
                    return;
            }
        }
    }
}
