using System.Threading.Channels;
using Google.Cloud.Firestore.V1;
using Grpc.Core;

namespace AgentPlatform.Firestore.Embedded;

/// <summary>The one writer: takes all commits that wait, up to a bound, as one group.</summary>
internal sealed class CommitQueue : IAsyncDisposable
{
    private readonly Channel<PendingCommit> waiting;
    private readonly CommitGroup group;
    private readonly Action<PublishedCommit> publish;
    private readonly int maxPerGroup;
    private readonly TaskCompletionSource stopped = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public CommitQueue(CommitGroup group, Action<PublishedCommit> publish, EmbeddedFirestoreOptions options)
    {
        this.group = group;
        this.publish = publish;
        maxPerGroup = options.MaxCommitsPerGroup;
        // When it is full, callers wait to enqueue.
        waiting = Channel.CreateBounded<PendingCommit>(new BoundedChannelOptions(options.MaxWaitingCommits) { SingleReader = true });
        new Thread(Run) { IsBackground = true, Name = "Firestore writer" }.Start();
    }

    public async Task<CommitResponse> CommitAsync(IReadOnlyList<Write> writes, OpenTransaction? transaction, CancellationToken cancellationToken)
    {
        var commit = new PendingCommit(writes, transaction);
        try
        {
            await waiting.Writer.WriteAsync(commit, cancellationToken).ConfigureAwait(false);
        }
        catch (ChannelClosedException)
        {
            throw RpcErrors.Create(StatusCode.Unavailable, "The server is shutting down.");
        }

        // A commit that is queued happens; giving up only stops waiting for the answer.
        return await commit.Completed.WaitAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Writes what waits, then stops.</summary>
    public async ValueTask DisposeAsync()
    {
        waiting.Writer.TryComplete();
        await stopped.Task.ConfigureAwait(false);
    }

    // A thread of its own, so that commits do not wait for a busy thread pool.
    private void Run()
    {
        var taken = new List<PendingCommit>(maxPerGroup);
        while (waiting.Reader.WaitToReadAsync().AsTask().GetAwaiter().GetResult())
        {
            taken.Clear();
            while (taken.Count < maxPerGroup && waiting.Reader.TryRead(out var commit))
            {
                taken.Add(commit);
            }

            Write(taken);
        }

        stopped.SetResult();
    }

    private void Write(List<PendingCommit> taken)
    {
        try
        {
            group.Run(taken);
            foreach (var commit in taken)
            {
                if (commit.Published is { } published)
                {
                    publish(published);
                }
            }
        }
#pragma warning disable CA1031 // The writer outlives any error; the callers get it.
        catch (Exception e)
#pragma warning restore CA1031
        {
            taken.ForEach(c => c.Fail(e));
            return;
        }

        taken.ForEach(c => c.Complete());
    }
}
