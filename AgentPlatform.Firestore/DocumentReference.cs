using System.Runtime.CompilerServices;
using Google.Cloud.Firestore.V1;

namespace AgentPlatform.Firestore;

/// <summary>Where a document is or may be.</summary>
public sealed class DocumentReference : IEquatable<DocumentReference>
{
    internal DocumentReference(FirestoreDb database, CollectionReference parent, string id)
    {
        Database = database;
        Parent = parent;
        Id = id;
        Path = $"{parent.Path}/{id}";
    }

    /// <summary>The database of the document.</summary>
    public FirestoreDb Database { get; }

    /// <summary>The collection of the document.</summary>
    public CollectionReference Parent { get; }

    /// <summary>The last segment of the path.</summary>
    public string Id { get; }

    /// <summary>The full resource name.</summary>
    public string Path { get; }

    /// <summary>A collection below the document.</summary>
    public CollectionReference Collection(string path) => new(Database, this, path);

    /// <summary>Creates the document, which must not exist.</summary>
    public async Task<WriteResult> CreateAsync(object documentData, CancellationToken cancellationToken = default) =>
        (await Database.StartBatch().Create(this, documentData).CommitAsync(cancellationToken).ConfigureAwait(false))[0];

    /// <summary>Writes the document, whole or merged.</summary>
    public async Task<WriteResult> SetAsync(object documentData, SetOptions? options = null, CancellationToken cancellationToken = default) =>
        (await Database.StartBatch().Set(this, documentData, options).CommitAsync(cancellationToken).ConfigureAwait(false))[0];

    /// <summary>Changes fields of the document, which must exist.</summary>
    public async Task<WriteResult> UpdateAsync(IDictionary<string, object?> updates, Precondition? precondition = null, CancellationToken cancellationToken = default) =>
        (await Database.StartBatch().Update(this, updates, precondition).CommitAsync(cancellationToken).ConfigureAwait(false))[0];

    /// <summary>Changes one field of the document, which must exist.</summary>
    public Task<WriteResult> UpdateAsync(string field, object? value, Precondition? precondition = null, CancellationToken cancellationToken = default) =>
        UpdateAsync(new Dictionary<string, object?> { [field] = value }, precondition, cancellationToken);

    /// <summary>Deletes the document but not what lies below it.</summary>
    public async Task<WriteResult> DeleteAsync(Precondition? precondition = null, CancellationToken cancellationToken = default) =>
        (await Database.StartBatch().Delete(this, precondition).CommitAsync(cancellationToken).ConfigureAwait(false))[0];

    /// <summary>Reads the document.</summary>
    public async Task<DocumentSnapshot> GetSnapshotAsync(CancellationToken cancellationToken = default) =>
        (await Database.GetAllSnapshotsAsync([this], cancellationToken).ConfigureAwait(false))[0];

    /// <summary>Lists the collections below the document.</summary>
    public async IAsyncEnumerable<CollectionReference> ListCollectionsAsync([EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var request = new ListCollectionIdsRequest { Parent = Path, PageSize = 300 };
        do
        {
            var page = await Database.Client.ListCollectionIdsAsync(request, Database.Headers, cancellationToken: cancellationToken).ConfigureAwait(false);
            foreach (var id in page.CollectionIds)
            {
                yield return Collection(id);
            }

            request = new ListCollectionIdsRequest(request) { PageToken = page.NextPageToken };
        }
        while (request.PageToken.Length > 0);
    }

    /// <summary>Calls back with the document now and after each change.</summary>
    public FirestoreChangeListener Listen(Func<DocumentSnapshot, CancellationToken, Task> callback, CancellationToken cancellationToken = default) =>
        FirestoreChangeListener.Start(
            Database,
            new Target { TargetId = 1, Documents = new() { Documents = { Path } } },
            Comparer<DocumentSnapshot>.Create((_, _) => 0),
            (q, token) => callback(q.Documents.Count > 0 ? q.Documents[0] : new DocumentSnapshot(this, null, q.ReadTime), token),
            cancellationToken);

    /// <inheritdoc/>
    public bool Equals(DocumentReference? other) => other is not null && other.Path == Path;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as DocumentReference);

    /// <inheritdoc/>
    public override int GetHashCode() => Path.GetHashCode(StringComparison.Ordinal);

    /// <inheritdoc/>
    public override string ToString() => Path;
}
