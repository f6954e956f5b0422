using Google.Cloud.Firestore.V1;

namespace AgentPlatform.Firestore.Embedded;

/// <summary>One target of a listener and what its client has been sent.</summary>
internal sealed class ListenTarget
{
    private readonly EmbeddedStore store;
    private readonly Target target;
    private readonly QueryMatcher? matcher;
    private readonly StructuredQuery? query;
    private readonly Dictionary<string, long> sent = [];
    private long version;

    public ListenTarget(EmbeddedStore store, Target target)
    {
        this.store = store;
        this.target = target.Clone();
        query = this.target.Query?.StructuredQuery;
        matcher = query is null ? null : new QueryMatcher(QueryOrder.WithImplicit(query));
    }

    public int Id => target.TargetId;

    public IEnumerable<string> Keys
    {
        get
        {
            if (query is null)
            {
                return target.Documents.Documents;
            }

            var from = query.From.Count == 0 ? null : query.From[0];
            return [from is null || from.AllDescendants ? ListenerRegistry.GroupKey(from?.CollectionId ?? "") : $"{target.Query.Parent}/{from.CollectionId}"];
        }
    }

    /// <summary>Evaluates the target and gives all that the client lacks, as if it had nothing.</summary>
    public List<ListenResponse> Start(CancellationToken cancellationToken)
    {
        sent.Clear();
        var responses = new List<ListenResponse>();
        if (query is not null)
        {
            Requery(responses, cancellationToken);
            return responses;
        }

        var (documents, seen) = store.GetWithVersion(target.Documents.Documents, cancellationToken);
        version = seen;
        for (var i = 0; i < documents.Length; i++)
        {
            Show(target.Documents.Documents[i], documents[i], responses, tellMissing: true);
        }

        return responses;
    }

    /// <summary>What a commit changes for the client.</summary>
    public List<ListenResponse> Follow(PublishedCommit commit, CancellationToken cancellationToken)
    {
        var responses = new List<ListenResponse>();
        if (commit.Micros <= version)
        {
            return responses;
        }

        var relevant = commit.Changes.Where(c => Concerns(c.Name)).ToList();
        if (query is { Limit: not null } or { Offset: > 0 })
        {
            if (relevant.Exists(c => sent.ContainsKey(c.Name.Full) || (c.After is not null && matcher!.Accepts(c.After))))
            {
                Requery(responses, cancellationToken);
            }

            return responses;
        }

        version = commit.Micros;
        foreach (var change in relevant)
        {
            Show(change.Name.Full, change.After, responses, tellMissing: query is null);
        }

        return responses;
    }

    private bool Concerns(DocumentName name)
    {
        if (query is null)
        {
            return target.Documents.Documents.Contains(name.Full);
        }

        var from = query.From.Count == 0 ? null : query.From[0];
        return from is { AllDescendants: false }
            ? name.Collection.Length == target.Query.Parent.Length + 1 + from.CollectionId.Length && name.CollectionId == from.CollectionId && IsBelow(name)
            : (string.IsNullOrEmpty(from?.CollectionId) || name.CollectionId == from.CollectionId) && IsBelow(name);
    }

    private bool IsBelow(DocumentName name) =>
        name.Full.StartsWith(target.Query.Parent, StringComparison.Ordinal) && name.Full[target.Query.Parent.Length] == '/';

    private void Requery(List<ListenResponse> responses, CancellationToken cancellationToken)
    {
        var (documents, seen) = store.QueryWithVersion(target.Query.Parent, query!, cancellationToken);
        version = seen;
        var names = documents.Select(d => d.Name).ToHashSet();
        foreach (var gone in sent.Keys.Where(n => !names.Contains(n)).ToList())
        {
            sent.Remove(gone);
            responses.Add(Removed(gone));
        }

        foreach (var document in documents)
        {
            Send(document, responses);
        }
    }

    private void Show(string name, Document? document, List<ListenResponse> responses, bool tellMissing)
    {
        if (document is not null && (matcher is null || matcher.Accepts(document)))
        {
            Send(Projections.Apply(query?.Select, document), responses);
        }
        else if (sent.Remove(name) || tellMissing)
        {
            responses.Add(document is null ? Deleted(name) : Removed(name));
        }
    }

    private void Send(Document document, List<ListenResponse> responses)
    {
        var update = CommitClock.Micros(document.UpdateTime);
        if (!sent.TryGetValue(document.Name, out var known) || known != update)
        {
            sent[document.Name] = update;
            responses.Add(new ListenResponse { DocumentChange = new V1DocumentChange { Document = document, TargetIds = { Id } } });
        }
    }

    private ListenResponse Deleted(string name) =>
        new() { DocumentDelete = new DocumentDelete { Document = name, RemovedTargetIds = { Id }, ReadTime = CommitClock.Time(version) } };

    private ListenResponse Removed(string name) =>
        new() { DocumentRemove = new DocumentRemove { Document = name, RemovedTargetIds = { Id }, ReadTime = CommitClock.Time(version) } };
}
