using AgentPlatform.Firestore;
using Grpc.Core;

namespace AgentPlatform.ServiceDefaults.Logs;

/// <summary>One log as this process reads and writes it. Dispose when no longer in use.</summary>
public sealed class LogFeed : IDisposable
{
    private readonly Shared<OpenLog> _shared;

    internal LogFeed(Shared<OpenLog> shared) => _shared = shared;

    public AppendLog Log => _shared.Value.Log;

    public LogTail Tail => _shared.Value.Tail;

    public LogWriter Writer => _shared.Value.Writer;

    public void Dispose() => _shared.Dispose();
}

/// <summary>
/// The logs in use in this process: all users of one log share its tail and its writer. What other processes append is seen
/// as it happens with <paramref name="followOthers"/>, else when this process appends and collides with it.
/// </summary>
public sealed class LogFeeds(FirestoreDb db, bool followOthers = true)
{
    private static readonly TimeSpan RetryInterval = TimeSpan.FromSeconds(1);

    private readonly SharedObjects<OpenLog> _open = new();

    /// <summary>The log in <paramref name="batches"/>, read up to its end if it was not in use.</summary>
    public async Task<LogFeed> OpenAsync(CollectionReference batches, CancellationToken cancellationToken) =>
        new((await _open.OpenAsync(batches.Path, () => LoadAsync(batches, cancellationToken), cancellationToken))!);

    private async Task<OpenLog?> LoadAsync(CollectionReference batches, CancellationToken cancellationToken)
    {
        var log = new AppendLog(batches);
        var tail = new LogTail(log, await log.ReadTailAsync(cancellationToken));
        var writer = new LogWriter(db, log, tail);
        return new OpenLog(log, tail, writer, followOthers ? Follow(log, tail, writer) : null);
    }

    private static FirestoreChangeListener Follow(AppendLog log, LogTail tail, LogWriter writer) => log.Listen(async (last, cancellationToken) =>
    {
        while (last > tail.Last)
        {
            try
            {
                await writer.CatchUpAsync(last, cancellationToken);
            }
            catch (Exception exception) when (exception is RpcException or ObjectDisposedException && !cancellationToken.IsCancellationRequested)
            {
                // The store is away for a moment, or the last user of the log has just left.
                await Task.Delay(RetryInterval, TimeProvider.System, cancellationToken);
            }
        }
    });
}

/// <summary>What the users of one log share.</summary>
internal sealed record OpenLog(AppendLog Log, LogTail Tail, LogWriter Writer, FirestoreChangeListener? Others) : IDisposable
{
    public void Dispose()
    {
        // The listener ends by itself once it is told to; nobody waits for that.
        _ = Others?.DisposeAsync().AsTask();
        Writer.Dispose();
    }
}
