using System.Collections.Concurrent;
using System.Security.Cryptography;
using Google.Protobuf;
using Grpc.Core;

namespace AgentPlatform.Firestore.Embedded;

/// <summary>The open transactions; those older than their lifetime are forgotten.</summary>
internal sealed class TransactionTable(TimeProvider timeProvider, TimeSpan lifetime)
{
    private readonly ConcurrentDictionary<ByteString, OpenTransaction> open = [];

    public ByteString Begin(bool readOnly)
    {
        var now = timeProvider.GetUtcNow();
        foreach (var (old, transaction) in open)
        {
            if (now - transaction.Started > lifetime)
            {
                open.TryRemove(old, out _);
            }
        }

        var id = ByteString.CopyFrom(RandomNumberGenerator.GetBytes(16));
        open[id] = new OpenTransaction(readOnly, now);
        return id;
    }

    public OpenTransaction? Find(ByteString id) => id.IsEmpty ? null : open.TryGetValue(id, out var transaction) ? transaction : throw Closed();

    /// <summary>Takes a transaction out: it can be ended once.</summary>
    public OpenTransaction? End(ByteString id) => id.IsEmpty ? null : open.TryRemove(id, out var transaction) ? transaction : throw Closed();

    private static RpcException Closed() => RpcErrors.Create(StatusCode.InvalidArgument, "The referenced transaction has expired or is no longer valid.");
}
