using Google.Cloud.Firestore.V1;
using Grpc.Core;

namespace AgentPlatform.Firestore.Embedded;

/// <summary>A commit that waits for the writer, and its outcome.</summary>
internal sealed class PendingCommit(IReadOnlyList<Write> writes, OpenTransaction? transaction)
{
    private readonly TaskCompletionSource<CommitResponse> completion = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public IReadOnlyList<Write> Writes => writes;

    public OpenTransaction? Transaction => transaction;

    public Task<CommitResponse> Completed => completion.Task;

    public CommitResponse? Response { get; set; }

    public RpcException? Refusal { get; set; }

    public PublishedCommit? Published { get; set; }

    /// <summary>Tells the caller; only after the group is on disk.</summary>
    public void Complete()
    {
        if (Refusal is not null)
        {
            completion.TrySetException(Refusal);
        }
        else
        {
            completion.TrySetResult(Response!);
        }
    }

    public void Fail(Exception error) => completion.TrySetException(error);
}
