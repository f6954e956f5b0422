using System.Runtime.CompilerServices;
using Google.Cloud.Firestore.V1;
using Google.Protobuf;
using Grpc.Core;

namespace AgentPlatform.Firestore;

/// <summary>A client of one Firestore database.</summary>
public sealed class FirestoreDb : IDisposable
{
    private const int DeletesPerCommit = 500;
    private static readonly TimeSpan MaxBackoff = TimeSpan.FromSeconds(10);

    private readonly IDisposable? owned;
    private long exhaustedAt;

    /// <summary>Wraps a gRPC client; <see cref="FirestoreDbBuilder"/> is the usual way.</summary>
    public FirestoreDb(
        string projectId,
        string databaseId,
        V1Firestore.FirestoreClient client,
        ConverterRegistry? registry = null,
        bool emulator = false,
        IDisposable? owned = null,
        TimeProvider? timeProvider = null)
    {
        ProjectId = projectId;
        DatabaseId = databaseId;
        Client = client;
        ConverterRegistry = registry ?? [];
        TimeProvider = timeProvider ?? TimeProvider.System;
        this.owned = owned;
        RootPath = $"projects/{projectId}/databases/{databaseId}";
        DocumentsPath = RootPath + "/documents";
        Headers = new Metadata
        {
            { "google-cloud-resource-prefix", RootPath },
            { "x-goog-request-params", $"project_id={projectId}&database_id={Uri.EscapeDataString(databaseId)}" },
        };
        if (emulator)
        {
            Headers.Add("authorization", "Bearer owner");
        }
    }

    /// <summary>The Google Cloud project.</summary>
    public string ProjectId { get; }

    /// <summary>The database of the project.</summary>
    public string DatabaseId { get; }

    /// <summary>The resource name of the database.</summary>
    public string RootPath { get; }

    /// <summary>The resource name above all documents.</summary>
    public string DocumentsPath { get; }

    /// <summary>The gRPC client; messages that an in-process server gives are shared and must not be changed.</summary>
    public V1Firestore.FirestoreClient Client { get; }

    /// <summary>The converters of stored types.</summary>
    public ConverterRegistry ConverterRegistry { get; }

    /// <summary>The headers of every call.</summary>
    public Metadata Headers { get; }

    /// <summary>When the database last refused a commit because it is full or its quota is used up; null if it never did.</summary>
    public DateTimeOffset? ExhaustedAt => Interlocked.Read(ref exhaustedAt) is > 0 and var ticks ? new DateTimeOffset(ticks, TimeSpan.Zero) : null;

    internal TimeProvider TimeProvider { get; }

    /// <summary>A collection by its path, such as <c>agents/a1/versions</c>.</summary>
    public CollectionReference Collection(string path) => (CollectionReference)Walk(path.Split('/'), 1);

    /// <summary>A document by its path, such as <c>agents/a1</c>.</summary>
    public DocumentReference Document(string path) => (DocumentReference)Walk(path.Split('/'), 0);

    /// <summary>A query over all collections with an id, wherever they are.</summary>
    public Query CollectionGroup(string collectionId) =>
        new(this, DocumentsPath, new StructuredQuery { From = { new StructuredQuery.Types.CollectionSelector { CollectionId = collectionId, AllDescendants = true } } });

    /// <summary>An empty batch of writes.</summary>
    public WriteBatch StartBatch() => new(this);

    /// <summary>Reads documents, in the order given.</summary>
    public Task<IReadOnlyList<DocumentSnapshot>> GetAllSnapshotsAsync(IEnumerable<DocumentReference> documents, CancellationToken cancellationToken = default) =>
        GetAllSnapshotsAsync(documents, null, cancellationToken);

    /// <summary>Runs a transaction, again after contention.</summary>
    public Task RunTransactionAsync(Func<Transaction, Task> callback, int maxAttempts = 5, CancellationToken cancellationToken = default) =>
        RunTransactionAsync(
            async transaction =>
            {
                await callback(transaction).ConfigureAwait(false);
                return 0;
            },
            maxAttempts,
            cancellationToken);

    /// <summary>Runs a transaction, again after contention, and gives the callback's result.</summary>
    public async Task<T> RunTransactionAsync<T>(Func<Transaction, Task<T>> callback, int maxAttempts = 5, CancellationToken cancellationToken = default)
    {
        ByteString? previous = null;
        var backoff = TimeSpan.FromMilliseconds(100);
        for (var attempt = 1; ; attempt++)
        {
            var transaction = await BeginAsync(previous, cancellationToken).ConfigureAwait(false);
            previous = transaction.Id;
            var commitSent = false;
            try
            {
                var result = await callback(transaction).ConfigureAwait(false);
                commitSent = true;
                await transaction.Batch.CommitAsync(transaction.Id, cancellationToken).ConfigureAwait(false);
                return result;
            }
            catch (RpcException e) when (e.StatusCode == StatusCode.Aborted && attempt < maxAttempts)
            {
                await RollbackQuietlyAsync(transaction).ConfigureAwait(false);
                await Task.Delay(backoff * Random.Shared.NextDouble(), TimeProvider, cancellationToken).ConfigureAwait(false);
                backoff = backoff * 2 > MaxBackoff ? MaxBackoff : backoff * 2;
            }
            catch when (!commitSent)
            {
                await RollbackQuietlyAsync(transaction).ConfigureAwait(false);
                throw;
            }
        }
    }

    /// <summary>Deletes a document and everything below it in several commits, so not atomically; gives the number of deletes.</summary>
    public async Task<int> RecursiveDeleteAsync(DocumentReference root, CancellationToken cancellationToken = default)
    {
        var count = 1;
        var batch = StartBatch();
        await foreach (var document in DescendantsAsync(root, cancellationToken).ConfigureAwait(false))
        {
            batch.Delete(document);
            count++;
            if (batch.Writes.Count == DeletesPerCommit)
            {
                await batch.CommitAsync(cancellationToken).ConfigureAwait(false);
                batch = StartBatch();
            }
        }

        await batch.Delete(root).CommitAsync(cancellationToken).ConfigureAwait(false);
        return count;
    }

    /// <inheritdoc/>
    public void Dispose() => owned?.Dispose();

    internal void NoteExhausted() => Interlocked.Exchange(ref exhaustedAt, TimeProvider.GetUtcNow().UtcTicks);

    internal DocumentReference FromResourceName(string name) => Document(name[(DocumentsPath.Length + 1)..]);

    internal async Task<IReadOnlyList<DocumentSnapshot>> GetAllSnapshotsAsync(IEnumerable<DocumentReference> documents, ByteString? transaction, CancellationToken cancellationToken)
    {
        var references = documents as IReadOnlyCollection<DocumentReference> ?? [.. documents];
        var request = new BatchGetDocumentsRequest { Database = RootPath, Documents = { references.Select(d => d.Path).Distinct() } };
        if (transaction is not null)
        {
            request.Transaction = transaction;
        }

        var found = new Dictionary<string, (Document? Document, Timestamp ReadTime)>(references.Count);
        using var activity = FirestoreTelemetry.Start(this, "BatchGetDocuments", batch: references.Count);
        using var call = Client.BatchGetDocuments(request, Headers, cancellationToken: cancellationToken);
        await foreach (var response in call.ResponseStream.ReadAllAsync(cancellationToken).ConfigureAwait(false))
        {
            if (response.ResultCase != BatchGetDocumentsResponse.ResultOneofCase.None)
            {
                found[response.Found?.Name ?? response.Missing] = (response.Found, Timestamp.FromProto(response.ReadTime));
            }
        }

        return [.. references.Select(r => new DocumentSnapshot(r, found[r.Path].Document, found[r.Path].ReadTime))];
    }

    private async Task<Transaction> BeginAsync(ByteString? previous, CancellationToken cancellationToken)
    {
        var request = new BeginTransactionRequest { Database = RootPath };
        if (previous is not null)
        {
            request.Options = new TransactionOptions { ReadWrite = new() { RetryTransaction = previous } };
        }

        var response = await Client.BeginTransactionAsync(request, Headers, cancellationToken: cancellationToken).ConfigureAwait(false);
        return new Transaction(this, response.Transaction, cancellationToken);
    }

    // The server forgets an abandoned transaction by itself; rolling back only frees it sooner.
    private async Task RollbackQuietlyAsync(Transaction transaction)
    {
        try
        {
            await Client.RollbackAsync(new RollbackRequest { Database = RootPath, Transaction = transaction.Id }, Headers);
        }
        catch (RpcException)
        {
        }
    }

    private async IAsyncEnumerable<DocumentReference> DescendantsAsync(DocumentReference root, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var below = new Query(this, root.Path, new StructuredQuery
        {
            From = { new StructuredQuery.Types.CollectionSelector { AllDescendants = true } },
            Select = new() { Fields = { new StructuredQuery.Types.FieldReference { FieldPath = FieldPath.NameField } } },
        });
        await foreach (var snapshot in below.StreamAsync(cancellationToken).ConfigureAwait(false))
        {
            yield return snapshot.Reference;
        }
    }

    private object Walk(string[] segments, int odd)
    {
        if (segments.Length % 2 != odd || segments.Any(string.IsNullOrEmpty))
        {
            throw new ArgumentException($"Bad path '{string.Join('/', segments)}'", nameof(segments));
        }

        object? current = null;
        foreach (var segment in segments)
        {
            current = current is CollectionReference collection ? collection.Document(segment) : new CollectionReference(this, (DocumentReference?)current, segment);
        }

        return current!;
    }
}
