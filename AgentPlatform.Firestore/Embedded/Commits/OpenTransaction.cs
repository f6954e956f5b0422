using Google.Cloud.Firestore.V1;

namespace AgentPlatform.Firestore.Embedded;

/// <summary>What a transaction has read; at commit it must still be so.</summary>
internal sealed class OpenTransaction(bool readOnly, DateTimeOffset started)
{
    private readonly Lock gate = new();
    private readonly Dictionary<string, long> documents = [];
    private readonly List<(string Parent, StructuredQuery Query, IReadOnlyList<(string Name, long UpdateMicros)> Result)> queries = [];

    public bool ReadOnly => readOnly;

    public DateTimeOffset Started => started;

    public static long Version(Document? document) => document is null ? 0 : CommitClock.Micros(document.UpdateTime);

    public void Read(string name, Document? document)
    {
        lock (gate)
        {
            documents.TryAdd(name, Version(document));
        }
    }

    public void Read(string parent, StructuredQuery query, IReadOnlyList<Document> result)
    {
        var versions = Versions(result);
        lock (gate)
        {
            queries.Add((parent, query.Clone(), versions));
        }
    }

    public bool StillHolds(Func<string, Document?> load, Func<string, StructuredQuery, IReadOnlyList<Document>> run)
    {
        lock (gate)
        {
            return documents.All(d => Version(load(d.Key)) == d.Value)
                && queries.TrueForAll(q => Versions(run(q.Parent, q.Query)).SequenceEqual(q.Result));
        }
    }

    private static List<(string Name, long UpdateMicros)> Versions(IReadOnlyList<Document> documents) =>
        [.. documents.Select(d => (d.Name, Version(d)))];
}
