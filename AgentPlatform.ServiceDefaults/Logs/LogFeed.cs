using AgentPlatform.Firestore;

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

/// <summary>The logs in use in this process: all users of one log share its tail and its writer.</summary>
public sealed class LogFeeds(FirestoreDb db)
{
    private readonly SharedObjects<OpenLog> _open = new();

    /// <summary>The log in <paramref name="batches"/>, read up to its end if it was not in use.</summary>
    public async Task<LogFeed> OpenAsync(CollectionReference batches, CancellationToken cancellationToken) =>
        new((await _open.OpenAsync(batches.Path, () => LoadAsync(batches, cancellationToken), cancellationToken))!);

    private async Task<OpenLog?> LoadAsync(CollectionReference batches, CancellationToken cancellationToken)
    {
        var log = new AppendLog(batches);
        var tail = new LogTail(log, await log.ReadTailAsync(cancellationToken));
        return new OpenLog(log, tail, new LogWriter(db, log, tail));
    }
}

/// <summary>What the users of one log share.</summary>
internal sealed record OpenLog(AppendLog Log, LogTail Tail, LogWriter Writer) : IDisposable
{
    public void Dispose() => Writer.Dispose();
}
