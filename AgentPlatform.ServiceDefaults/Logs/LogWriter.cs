using AgentPlatform.Firestore;
using Grpc.Core;

namespace AgentPlatform.ServiceDefaults.Logs;

/// <summary>Appends to one log from one process, one commit at a time, and shows what is committed to the log's readers.</summary>
public sealed class LogWriter(FirestoreDb db, AppendLog log, LogTail tail) : IDisposable
{
    private const int MaxAttempts = 4;
    private static readonly TimeSpan RetryInterval = TimeSpan.FromSeconds(0.5);

    private readonly SemaphoreSlim _turn = new(1, 1);
    private long _foreign;

    /// <summary>Rises when appends of other processes are read: what was decided before that is out of date.</summary>
    public long Foreign => Interlocked.Read(ref _foreign);

    /// <summary>
    /// Commits entries together with other writes. Returns false, with nothing written, when another process has appended or a
    /// precondition of the other writes does not hold: what the caller decided on is out of date; it must <see cref="CatchUpAsync(CancellationToken)"/> and decide again.
    /// </summary>
    /// <param name="entries">Makes the entries, given the number of the first; at least one.</param>
    /// <param name="notes">Records for the writer's successor only.</param>
    /// <param name="with">Adds the other writes.</param>
    /// <param name="knowing">The <see cref="Foreign"/> at which the caller decided; nothing is written when it has risen since.</param>
    /// <param name="cancellationToken">Ends the wait for other appends, not the commit.</param>
    public async Task<bool> AppendAsync(Func<long, IReadOnlyList<string>> entries, IReadOnlyList<string> notes, Action<WriteBatch>? with, long knowing, CancellationToken cancellationToken)
    {
        await _turn.WaitAsync(cancellationToken);
        try
        {
            if (knowing != Foreign)
            {
                return false;
            }

            var first = tail.Last + 1;
            var batch = new LogBatch(first, entries(first), notes);
            var writer = RandomId.New();
            var commit = db.StartBatch();
            log.Append(commit, batch, writer);
            with?.Invoke(commit);
            try
            {
                await CommitAsync(commit);
            }
            catch (RpcException exception) when (exception.StatusCode is StatusCode.AlreadyExists or StatusCode.FailedPrecondition)
            {
                // A retried commit may collide with itself: then it had succeeded.
                if (await log.WriterOfAsync(first, cancellationToken) != writer)
                {
                    return false;
                }
            }

            tail.Publish(batch);
            return true;
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <summary>
    /// Not cancelled half-way: a commit of unknown outcome would make this writer collide with itself. One that broke with its
    /// connection is sent again, whatever became of it: what it appends may have cost money and exists nowhere else.
    /// </summary>
    private static async Task CommitAsync(WriteBatch commit)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                await commit.CommitAsync(CancellationToken.None);
                return;
            }
            catch (RpcException exception) when (exception.StatusCode is StatusCode.Internal or StatusCode.Unknown or StatusCode.Unavailable or StatusCode.Cancelled or StatusCode.Aborted or StatusCode.DeadlineExceeded && attempt < MaxAttempts)
            {
                await Task.Delay(RetryInterval, TimeProvider.System, CancellationToken.None);
            }
        }
    }

    /// <summary>Reads what other processes have appended.</summary>
    public Task CatchUpAsync(CancellationToken cancellationToken) => CatchUpAsync(long.MaxValue, cancellationToken);

    /// <summary>Reads what other processes have appended unless everything up to <paramref name="number"/> is known.</summary>
    public async Task CatchUpAsync(long number, CancellationToken cancellationToken)
    {
        await _turn.WaitAsync(cancellationToken);
        try
        {
            if (tail.Last >= number)
            {
                return;
            }

            await foreach (var batch in log.ReadAsync(tail.Last, cancellationToken))
            {
                Interlocked.Increment(ref _foreign);
                tail.Publish(batch);
            }
        }
        finally
        {
            _turn.Release();
        }
    }

    public void Dispose() => _turn.Dispose();
}
