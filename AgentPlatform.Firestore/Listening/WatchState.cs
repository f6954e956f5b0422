using Google.Cloud.Firestore.V1;
using Google.Protobuf;
using Grpc.Core;
using ChangeType = Google.Cloud.Firestore.V1.TargetChange.Types.TargetChangeType;

namespace AgentPlatform.Firestore;

/// <summary>The result set of one listener, moved forward by the stream's messages.</summary>
internal sealed class WatchState(FirestoreDb database, Target target, IComparer<DocumentSnapshot> order, Func<QuerySnapshot, CancellationToken, Task> callback)
{
    private readonly Dictionary<string, DocumentSnapshot> documents = [];
    private Dictionary<string, DocumentSnapshot?> pending = [];
    private List<DocumentSnapshot> last = [];
    private bool current;
    private bool first = true;

    public ByteString? ResumeToken { get; private set; }

    public void StreamOpened()
    {
        pending = [];
        current = false;
    }

    public async Task<WatchResult> HandleAsync(ListenResponse response, CancellationToken cancellationToken)
    {
        switch (response.ResponseTypeCase)
        {
            case ListenResponse.ResponseTypeOneofCase.TargetChange:
                return await HandleTargetAsync(response.TargetChange, cancellationToken).ConfigureAwait(false);
            case ListenResponse.ResponseTypeOneofCase.DocumentChange:
                var change = response.DocumentChange;
                if (change.TargetIds.Contains(target.TargetId))
                {
                    pending[change.Document.Name] = new DocumentSnapshot(database, change.Document, default);
                }
                else if (change.RemovedTargetIds.Contains(target.TargetId))
                {
                    pending[change.Document.Name] = null;
                }

                return WatchResult.Continue;
            case ListenResponse.ResponseTypeOneofCase.DocumentDelete:
                pending[response.DocumentDelete.Document] = null;
                return WatchResult.Continue;
            case ListenResponse.ResponseTypeOneofCase.DocumentRemove:
                pending[response.DocumentRemove.Document] = null;
                return WatchResult.Continue;
            case ListenResponse.ResponseTypeOneofCase.Filter when ExpectedCount() != response.Filter.Count:
                Reset();
                return WatchResult.ResetStream;
            default:
                return WatchResult.Continue;
        }
    }

    private async Task<WatchResult> HandleTargetAsync(TargetChange change, CancellationToken cancellationToken)
    {
        switch (change.TargetChangeType)
        {
            case ChangeType.Add when change.TargetIds.Count != 1 || change.TargetIds[0] != target.TargetId:
                throw new InvalidOperationException("Unexpected target id");
            case ChangeType.Remove:
                throw new RpcException(new Status((StatusCode)(change.Cause?.Code ?? (int)StatusCode.Internal), change.Cause?.Message ?? "Target removed"));
            case ChangeType.Current:
                current = true;
                break;
            case ChangeType.Reset:
                Reset();
                break;
            case ChangeType.NoChange when current && change.ReadTime is not null && change.TargetIds.Count == 0:
                await EmitAsync(Timestamp.FromProto(change.ReadTime), cancellationToken).ConfigureAwait(false);
                break;
        }

        if (change.ResumeToken.IsEmpty || (change.TargetIds.Count > 0 && !change.TargetIds.Contains(target.TargetId)))
        {
            return WatchResult.Continue;
        }

        ResumeToken = change.ResumeToken;
        return WatchResult.Healthy;
    }

    private void Reset()
    {
        pending = documents.Keys.ToDictionary(name => name, _ => (DocumentSnapshot?)null);
        current = false;
        ResumeToken = null;
    }

    private int ExpectedCount() =>
        documents.Keys.Count(name => !pending.TryGetValue(name, out var p) || p is not null)
        + pending.Count(p => p.Value is not null && !documents.ContainsKey(p.Key));

    private async Task EmitAsync(Timestamp readTime, CancellationToken cancellationToken)
    {
        var changes = new List<DocumentChange>();
        var list = last.ToList();
        foreach (var old in pending.Where(p => p.Value is null).Select(p => documents.GetValueOrDefault(p.Key)).OfType<DocumentSnapshot>().OrderBy(last.IndexOf).ToList())
        {
            documents.Remove(old.Reference.Path);
            var index = list.IndexOf(old);
            list.RemoveAt(index);
            changes.Add(new DocumentChange(old, DocumentChange.Type.Removed, index, null));
        }

        var present = pending.Values.OfType<DocumentSnapshot>().Order(order).ToLookup(s => documents.ContainsKey(s.Reference.Path));
        foreach (var added in present[false].ToList())
        {
            documents[added.Reference.Path] = added;
            changes.Add(new DocumentChange(added, DocumentChange.Type.Added, null, Insert(list, added)));
        }

        foreach (var modified in present[true].Where(s => documents[s.Reference.Path].UpdateTime != s.UpdateTime).ToList())
        {
            var oldIndex = list.IndexOf(documents[modified.Reference.Path]);
            list.RemoveAt(oldIndex);
            documents[modified.Reference.Path] = modified;
            changes.Add(new DocumentChange(modified, DocumentChange.Type.Modified, oldIndex, Insert(list, modified)));
        }

        pending = [];
        if (!first && changes.Count == 0)
        {
            return;
        }

        first = false;
        last = list;
        await callback(new QuerySnapshot(list.ToList(), readTime, changes), cancellationToken).ConfigureAwait(false);
    }

    private int Insert(List<DocumentSnapshot> list, DocumentSnapshot snapshot)
    {
        var index = list.BinarySearch(snapshot, order);
        index = index < 0 ? ~index : index;
        list.Insert(index, snapshot);
        return index;
    }
}
