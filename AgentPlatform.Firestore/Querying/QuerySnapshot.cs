using System.Collections;

namespace AgentPlatform.Firestore;

/// <summary>The documents that a query gave at one time, in its order.</summary>
public sealed class QuerySnapshot(IReadOnlyList<DocumentSnapshot> documents, Timestamp readTime, IReadOnlyList<DocumentChange>? changes = null)
    : IReadOnlyList<DocumentSnapshot>
{
    /// <summary>The documents.</summary>
    public IReadOnlyList<DocumentSnapshot> Documents => documents;

    /// <summary>When the query was evaluated.</summary>
    public Timestamp ReadTime => readTime;

    /// <summary>What changed since the listener's previous snapshot.</summary>
    public IReadOnlyList<DocumentChange> Changes => changes ?? [];

    /// <inheritdoc/>
    public int Count => documents.Count;

    /// <inheritdoc/>
    public DocumentSnapshot this[int index] => documents[index];

    /// <inheritdoc/>
    public IEnumerator<DocumentSnapshot> GetEnumerator() => documents.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => documents.GetEnumerator();
}
