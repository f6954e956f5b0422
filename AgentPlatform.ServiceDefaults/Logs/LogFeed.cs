using System.Collections.Concurrent;
using AgentPlatform.Firestore;

namespace AgentPlatform.ServiceDefaults.Logs;

/// <summary>One log as this process reads and writes it. Dispose when no longer in use.</summary>
public sealed class LogFeed(AppendLog log, LogTail tail, LogWriter writer, Action release) : IDisposable
{
    private Action? _release = release;

    public AppendLog Log => log;

    public LogTail Tail => tail;

    public LogWriter Writer => writer;

    public void Dispose() => Interlocked.Exchange(ref _release, null)?.Invoke();
}

/// <summary>The logs in use in this process: all users of one log share its tail and its writer.</summary>
public sealed class LogFeeds(FirestoreDb db)
{
    private readonly ConcurrentDictionary<string, Shared> _open = new(StringComparer.Ordinal);

    /// <summary>The log in <paramref name="batches"/>, read up to its end if it was not in use.</summary>
    public async Task<LogFeed> OpenAsync(CollectionReference batches, CancellationToken cancellationToken)
    {
        while (true)
        {
            var shared = _open.GetOrAdd(batches.Path, _ => new Shared(batches));
            if (!shared.TryAcquire())
            {
                _open.TryRemove(KeyValuePair.Create(batches.Path, shared));
                continue;
            }

            try
            {
                var (tail, writer) = await shared.LoadAsync(db, cancellationToken);
                return new LogFeed(shared.Log, tail, writer, () => Release(batches.Path, shared));
            }
            catch
            {
                Release(batches.Path, shared);
                throw;
            }
        }
    }

    private void Release(string path, Shared shared)
    {
        if (shared.Release())
        {
            _open.TryRemove(KeyValuePair.Create(path, shared));
            shared.Dispose();
        }
    }

    private sealed class Shared(CollectionReference batches) : IDisposable
    {
        private readonly SemaphoreSlim _loading = new(1, 1);
        private readonly Lock _gate = new();
        private int _users;
        private bool _closed;
        private (LogTail Tail, LogWriter Writer)? _loaded;

        public AppendLog Log { get; } = new(batches);

        public bool TryAcquire()
        {
            lock (_gate)
            {
                _users += _closed ? 0 : 1;
                return !_closed;
            }
        }

        public bool Release()
        {
            lock (_gate)
            {
                return _closed = --_users == 0;
            }
        }

        public void Dispose()
        {
            _loading.Dispose();
            _loaded?.Writer.Dispose();
        }

        public async Task<(LogTail Tail, LogWriter Writer)> LoadAsync(FirestoreDb db, CancellationToken cancellationToken)
        {
            await _loading.WaitAsync(cancellationToken);
            try
            {
                if (_loaded is null)
                {
                    var tail = new LogTail(Log, await Log.ReadTailAsync(cancellationToken));
                    _loaded = (tail, new LogWriter(db, Log, tail));
                }

                return _loaded.Value;
            }
            finally
            {
                _loading.Release();
            }
        }
    }
}
