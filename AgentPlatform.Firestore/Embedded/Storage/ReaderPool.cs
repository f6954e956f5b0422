using System.Collections.Concurrent;

namespace AgentPlatform.Firestore.Embedded;

/// <summary>Connections for readers; each sees the last commit and never waits for the writer.</summary>
internal sealed class ReaderPool(Func<StoreConnection> open, int max) : IDisposable
{
    private readonly ConcurrentBag<StoreConnection> idle = [];
    private readonly SemaphoreSlim free = new(max);
    private volatile bool disposed;

    public Lease Rent(CancellationToken cancellationToken)
    {
        free.Wait(cancellationToken);
        try
        {
            ObjectDisposedException.ThrowIf(disposed, this);
            return new Lease(this, idle.TryTake(out var connection) ? connection : open());
        }
        catch
        {
            free.Release();
            throw;
        }
    }

    /// <summary>Waits for the leases and closes the connections.</summary>
    public void Dispose()
    {
        disposed = true;
        for (var i = 0; i < max; i++)
        {
            free.Wait();
        }

        while (idle.TryTake(out var connection))
        {
            connection.Dispose();
        }

        // Whoever still waits finds the pool disposed.
        free.Release(max);
    }

    internal readonly struct Lease(ReaderPool pool, StoreConnection connection) : IDisposable
    {
        public StoreConnection Connection => connection;

        public void Dispose()
        {
            pool.idle.Add(connection);
            pool.free.Release();
        }
    }
}
