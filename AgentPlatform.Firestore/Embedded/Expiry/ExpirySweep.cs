using Google.Cloud.Firestore.V1;
using Google.Protobuf;
using Grpc.Core;
using static Google.Cloud.Firestore.V1.StructuredQuery.Types;

namespace AgentPlatform.Firestore.Embedded;

/// <summary>
/// Deletes documents whose time is over, as Firestore does by its TTL policies: some time after it, and none that was given more
/// time meanwhile. A field that holds no time keeps its document.
/// </summary>
internal sealed class ExpirySweep(EmbeddedStore store, IReadOnlyList<ExpiryPolicy> policies)
{
    private const int MaxAtOnce = 200;

    /// <summary>Sweeps now and after every interval, until it is stopped.</summary>
    public async Task RunAsync(TimeSpan interval, TimeProvider timeProvider, CancellationToken stopping)
    {
        using var timer = new PeriodicTimer(interval, timeProvider);
        try
        {
            do
            {
                await TryAsync(stopping).ConfigureAwait(false);
            }
            while (await timer.WaitForNextTickAsync(stopping).ConfigureAwait(false));
        }
        catch (OperationCanceledException)
        {
            // The store is being closed.
        }
    }

    private async Task TryAsync(CancellationToken stopping)
    {
        try
        {
            foreach (var policy in policies)
            {
                foreach (var root in store.Roots(stopping))
                {
                    await SweepAsync(root, policy, stopping).ConfigureAwait(false);
                }
            }
        }
        catch (Exception e) when (e is RpcException or ObjectDisposedException)
        {
            // A full disk, a write that failed: the next sweep finds the same documents.
        }
    }

    private async Task SweepAsync(string root, ExpiryPolicy policy, CancellationToken stopping)
    {
        while (true)
        {
            var expired = store.Query(root, Expired(policy), stopping);
            var deleted = await Task.WhenAll(expired.Select(document => TryDeleteAsync(document, stopping))).ConfigureAwait(false);
            if (expired.Count < MaxAtOnce || !deleted.Contains(true))
            {
                return;
            }
        }
    }

    private async Task<bool> TryDeleteAsync(Document document, CancellationToken stopping)
    {
        try
        {
            var unchanged = new Google.Cloud.Firestore.V1.Precondition { UpdateTime = document.UpdateTime };
            await store.CommitAsync([new Write { Delete = document.Name, CurrentDocument = unchanged }], ByteString.Empty, stopping).ConfigureAwait(false);
            return true;
        }
        catch (RpcException e) when (e.StatusCode is StatusCode.FailedPrecondition or StatusCode.NotFound or StatusCode.Aborted)
        {
            // Changed or deleted meanwhile.
            return false;
        }
    }

    private StructuredQuery Expired(ExpiryPolicy policy) => new()
    {
        From = { new CollectionSelector { CollectionId = policy.CollectionId, AllDescendants = true } },
        Where = new Filter
        {
            FieldFilter = new FieldFilter { Field = new FieldReference { FieldPath = policy.FieldPath }, Op = FieldFilter.Types.Operator.LessThanOrEqual, Value = new Value { TimestampValue = store.ReadTime() } },
        },
        OrderBy = { new Order { Field = new FieldReference { FieldPath = policy.FieldPath }, Direction = Direction.Ascending } },
        Limit = MaxAtOnce,
    };
}
