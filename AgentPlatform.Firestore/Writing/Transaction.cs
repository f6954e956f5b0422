using Google.Protobuf;

namespace AgentPlatform.Firestore;

/// <summary>Reads and writes that take effect only if nothing read has changed; all reads come before the first write.</summary>
public sealed class Transaction
{
    internal Transaction(FirestoreDb database, ByteString id, CancellationToken cancellationToken)
    {
        Database = database;
        Id = id;
        Batch = new WriteBatch(database);
        CancellationToken = cancellationToken;
    }

    /// <summary>The database of the transaction.</summary>
    public FirestoreDb Database { get; }

    /// <summary>Cancelled when the caller of RunTransactionAsync gives up.</summary>
    public CancellationToken CancellationToken { get; }

    internal WriteBatch Batch { get; }

    internal ByteString Id { get; }

    /// <summary>Reads one document.</summary>
    public async Task<DocumentSnapshot> GetSnapshotAsync(DocumentReference documentReference, CancellationToken cancellationToken = default) =>
        (await GetAllSnapshotsAsync([documentReference], cancellationToken).ConfigureAwait(false))[0];

    /// <summary>Reads documents, in the order given.</summary>
    public Task<IReadOnlyList<DocumentSnapshot>> GetAllSnapshotsAsync(IEnumerable<DocumentReference> documentReferences, CancellationToken cancellationToken = default)
    {
        CheckNoWrites();
        return Database.GetAllSnapshotsAsync(documentReferences, Id, cancellationToken);
    }

    /// <summary>Reads the result of a query.</summary>
    public Task<QuerySnapshot> GetSnapshotAsync(Query query, CancellationToken cancellationToken = default)
    {
        CheckNoWrites();
        return query.GetSnapshotAsync(Id, cancellationToken);
    }

    /// <summary>Creates a document that must not exist.</summary>
    public void Create(DocumentReference documentReference, object documentData) => Batch.Create(documentReference, documentData);

    /// <summary>Writes a document, whole or merged.</summary>
    public void Set(DocumentReference documentReference, object documentData, SetOptions? options = null) => Batch.Set(documentReference, documentData, options);

    /// <summary>Changes fields of a document that must exist.</summary>
    public void Update(DocumentReference documentReference, IDictionary<string, object?> updates, Precondition? precondition = null) =>
        Batch.Update(documentReference, updates, precondition);

    /// <summary>Changes one field of a document that must exist.</summary>
    public void Update(DocumentReference documentReference, string path, object? value, Precondition? precondition = null) =>
        Batch.Update(documentReference, new Dictionary<string, object?> { [path] = value }, precondition);

    /// <summary>Deletes a document.</summary>
    public void Delete(DocumentReference documentReference, Precondition? precondition = null) => Batch.Delete(documentReference, precondition);

    private void CheckNoWrites()
    {
        if (Batch.Writes.Count > 0)
        {
            throw new InvalidOperationException("A Firestore transaction needs all reads before its writes");
        }
    }
}
