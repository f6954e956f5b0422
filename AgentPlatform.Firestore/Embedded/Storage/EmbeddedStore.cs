using Google.Cloud.Firestore.V1;
using Google.Protobuf;
using Microsoft.Data.Sqlite;

namespace AgentPlatform.Firestore.Embedded;

/// <summary>The documents of one file: reads beside one writer.</summary>
internal sealed class EmbeddedStore : IAsyncDisposable
{
    private readonly StoreFile file;
    private readonly StoreConnection writer;
    private readonly ReaderPool readers;
    private readonly DocumentCache cache;
    private readonly QueryRunner queries;
    private readonly CommitClock clock;
    private readonly CommitQueue commits;
    private readonly CancellationTokenSource stopping = new();
    private Task sweeping = Task.CompletedTask;

    private EmbeddedStore(StoreFile file, StoreConnection writer, IndexCatalog indexes, EmbeddedFirestoreOptions options, TimeProvider timeProvider)
    {
        this.file = file;
        this.writer = writer;
        readers = new ReaderPool(file.OpenReader, options.MaxReaders);
        cache = new DocumentCache(options.CacheMaxDocuments, options.CacheMaxBytes);
        queries = new QueryRunner(indexes, cache);
        clock = new CommitClock(timeProvider, writer.Version());
        Transactions = new TransactionTable(timeProvider, options.TransactionLifetime);
        Listeners = new ListenerRegistry(options.MaxWaitingChangesPerListener);
        commits = new CommitQueue(new CommitGroup(writer, cache, indexes, queries, clock), Listeners.Publish, options);
    }

    public ListenerRegistry Listeners { get; }

    public TransactionTable Transactions { get; }

    public static EmbeddedStore Open(EmbeddedFirestoreOptions options, TimeProvider timeProvider)
    {
        var definitions = options.IndexesJson is null ? [] : IndexFile.Parse(options.IndexesJson);
        var expiring = options.IndexesJson is null ? [] : IndexFile.Expiring(options.IndexesJson);
        var indexes = new IndexCatalog(definitions, options.EnforceIndexes ?? options.IndexesJson is not null);
        var file = StoreFile.Open(options);
        StoreConnection? writer = null;
        try
        {
            writer = file.OpenWriter();
            IndexMaintenance.Synchronise(writer, definitions);
            var store = new EmbeddedStore(file, writer, indexes, options, timeProvider);
            if (expiring.Count > 0)
            {
                store.sweeping = Task.Run(() => new ExpirySweep(store, expiring).RunAsync(options.ExpiryInterval, timeProvider, store.stopping.Token));
            }

            return store;
        }
        catch (Exception e)
        {
            writer?.Dispose();
            file.Dispose();
            throw e is SqliteException ? new EmbeddedFirestoreException($"{options.Path} cannot be opened: {e.Message}", e) : e;
        }
    }

    public PbTimestamp ReadTime() => CommitClock.Time(clock.Now());

    public Document? Get(string name, CancellationToken cancellationToken)
    {
        if (cache.Find(name) is { } cached)
        {
            return cached;
        }

        var parsed = DocumentName.Parse(name);
        return Read((connection, sequence) => Load(connection, sequence, parsed), cancellationToken);
    }

    /// <summary>Reads documents as they were at one time.</summary>
    public Document?[] Get(IReadOnlyList<string> names, CancellationToken cancellationToken)
    {
        if (names.Count == 1)
        {
            return [Get(names[0], cancellationToken)];
        }

        var sequence = cache.Sequence;
        var cached = new Document?[names.Count];
        var complete = true;
        for (var i = 0; complete && i < names.Count; i++)
        {
            cached[i] = cache.Find(names[i]);
            complete = cached[i] is not null;
        }

        return complete && cache.Sequence == sequence
            ? cached
            : ReadSnapshot((connection, s, _) => names.Select(n => Load(connection, s, DocumentName.Parse(n))).ToArray(), cancellationToken);
    }

    public List<Document> Query(string parent, StructuredQuery query, CancellationToken cancellationToken) =>
        ReadSnapshot((connection, sequence, _) => queries.Run(connection, sequence, parent, query), cancellationToken);

    /// <summary>A query's result and the time of the last commit that is in it.</summary>
    public (List<Document> Documents, long Version) QueryWithVersion(string parent, StructuredQuery query, CancellationToken cancellationToken) =>
        ReadSnapshot((connection, sequence, version) => (queries.Run(connection, sequence, parent, query), version), cancellationToken);

    /// <summary>Documents and the time of the last commit that is in them.</summary>
    public (Document?[] Documents, long Version) GetWithVersion(IReadOnlyList<string> names, CancellationToken cancellationToken) =>
        ReadSnapshot((connection, s, version) => (names.Select(n => Load(connection, s, DocumentName.Parse(n))).ToArray(), version), cancellationToken);

    /// <summary>The databases of the file, by the resource names above their documents.</summary>
    public IReadOnlyList<string> Roots(CancellationToken cancellationToken) => Read(
        (connection, _) =>
        {
            var roots = new List<string>();
            while (connection.Scalar("SELECT coll FROM docs WHERE coll >= $1 ORDER BY coll LIMIT 1", roots.Count == 0 ? "" : QueryRows.Below(roots[^1]).High) is string collection)
            {
                roots.Add(DocumentName.Root(collection));
            }

            return roots;
        },
        cancellationToken);

    /// <summary>Counts a whole collection without looking at its documents.</summary>
    public long Count(string collection, CancellationToken cancellationToken) =>
        Read((connection, _) => (long)connection.Scalar("SELECT count(*) FROM docs WHERE coll = $1", collection)!, cancellationToken);

    public T Read<T>(Func<StoreConnection, long, T> read, CancellationToken cancellationToken)
    {
        using var lease = readers.Rent(cancellationToken);
        try
        {
            return read(lease.Connection, cache.Sequence);
        }
        catch (SqliteException e)
        {
            throw RpcErrors.ForRead(e);
        }
    }

    public Task<CommitResponse> CommitAsync(IReadOnlyList<Write> writes, ByteString transaction, CancellationToken cancellationToken) =>
        commits.CommitAsync(writes, Transactions.End(transaction), cancellationToken);

    /// <summary>Writes what waits, moves the log into the file and closes it.</summary>
    public async ValueTask DisposeAsync()
    {
        await stopping.CancelAsync().ConfigureAwait(false);
        await sweeping.ConfigureAwait(false);
        stopping.Dispose();
        await commits.DisposeAsync().ConfigureAwait(false);
        Listeners.Dispose();
        readers.Dispose();
        try
        {
            writer.Scalar("PRAGMA wal_checkpoint(TRUNCATE)");
        }
        catch (SqliteException)
        {
            // The log stays beside the file and is read at the next start.
        }

        writer.Dispose();
        file.Dispose();
    }

    private T ReadSnapshot<T>(Func<StoreConnection, long, long, T> read, CancellationToken cancellationToken) => Read(
        (connection, sequence) =>
        {
            connection.Execute("BEGIN");
            try
            {
                return read(connection, sequence, connection.Version());
            }
            finally
            {
                connection.Execute("COMMIT");
            }
        },
        cancellationToken);

    private Document? Load(StoreConnection connection, long sequence, DocumentName name)
    {
        if (connection.Load(name) is not { } loaded)
        {
            return null;
        }

        cache.Offer(sequence, loaded.Document, loaded.Size);
        return loaded.Document;
    }
}
