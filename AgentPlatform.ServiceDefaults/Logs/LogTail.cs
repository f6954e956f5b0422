using System.Runtime.CompilerServices;

namespace AgentPlatform.ServiceDefaults.Logs;

/// <summary>
/// The newest entries of one log in memory, and a signal when more come. Readers pull at their own pace: one that is slow
/// costs nothing here, for what has left the window is read from the log.
/// </summary>
public sealed class LogTail(AppendLog log, long last)
{
    /// <summary>Entries kept in memory; older ones are read from the store.</summary>
    private const int Window = 256;

    private readonly Lock _gate = new();
    private readonly Queue<string> _recent = new();
    private long _last = last;
    private TaskCompletionSource _more = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>The number of the last entry that this process knows.</summary>
    public long Last
    {
        get
        {
            lock (_gate)
            {
                return _last;
            }
        }
    }

    /// <summary>Tells readers of a batch that has been committed. Batches that are known already are ignored.</summary>
    public void Publish(LogBatch batch)
    {
        TaskCompletionSource waiting;
        lock (_gate)
        {
            if (batch.Last <= _last)
            {
                return;
            }

            if (batch.First != _last + 1)
            {
                _recent.Clear();
            }

            foreach (var entry in batch.Entries)
            {
                _recent.Enqueue(entry);
            }

            while (_recent.Count > Window)
            {
                _recent.Dequeue();
            }

            _last = batch.Last;
            waiting = _more;
            _more = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        }

        waiting.TrySetResult();
    }

    /// <summary>
    /// Entries after <paramref name="after"/> with their numbers, each once and without a gap, then those to come,
    /// until <paramref name="cancellationToken"/> is cancelled.
    /// </summary>
    public async IAsyncEnumerable<(long Seq, string Entry)> FollowAsync(long after, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        while (true)
        {
            var (entries, more) = Take(after);
            if (entries is null)
            {
                await foreach (var batch in log.ReadAsync(after, cancellationToken))
                {
                    for (var seq = Math.Max(batch.First, after + 1); seq <= batch.Last; seq++)
                    {
                        yield return (seq, batch.Entries[(int)(seq - batch.First)]);
                        after = seq;
                    }
                }

                continue;
            }

            foreach (var entry in entries)
            {
                yield return (++after, entry);
            }

            if (entries.Length == 0)
            {
                await more.WaitAsync(cancellationToken);
            }
        }
    }

    /// <summary>What the window holds after a number, null when it begins later than that.</summary>
    private (string[]? Entries, Task More) Take(long after)
    {
        lock (_gate)
        {
            var first = _last - _recent.Count + 1;
            return after >= _last ? ([], _more.Task)
                : after + 1 < first ? (null, _more.Task)
                : (_recent.Skip((int)(after + 1 - first)).ToArray(), _more.Task);
        }
    }
}
