using Google.Cloud.Firestore.V1;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using Value = Google.Cloud.Firestore.V1.Value;

namespace AgentPlatform.Firestore.Embedded;

/// <summary>The service's calls over the store; the same in process and over gRPC.</summary>
internal sealed class EmbeddedFirestoreService(EmbeddedFirestore server) : V1Firestore.FirestoreBase
{
    private const int MaxRequestBytes = 10 * 1024 * 1024;
    private const int MaxDepth = 20;

    private readonly EmbeddedStore store = server.Store;

    public override Task<Document> GetDocument(GetDocumentRequest request, ServerCallContext context)
    {
        var transaction = store.Transactions.Find(request.Transaction);
        var document = store.Get(request.Name, context.CancellationToken);
        transaction?.Read(request.Name, document);
        return document is null
            ? throw RpcErrors.Create(StatusCode.NotFound, $"Document \"{request.Name}\" not found.")
            : Task.FromResult(Projections.Apply(request.Mask, document));
    }

    public override async Task BatchGetDocuments(BatchGetDocumentsRequest request, IServerStreamWriter<BatchGetDocumentsResponse> responseStream, ServerCallContext context)
    {
        var id = Begin(request.NewTransaction, request.Transaction);
        var transaction = store.Transactions.Find(id);
        var documents = store.Get(request.Documents, context.CancellationToken);
        var time = store.ReadTime();
        if (request.NewTransaction is not null)
        {
            await responseStream.WriteAsync(new BatchGetDocumentsResponse { Transaction = id }, context.CancellationToken).ConfigureAwait(false);
        }

        for (var i = 0; i < documents.Length; i++)
        {
            transaction?.Read(request.Documents[i], documents[i]);
            var response = new BatchGetDocumentsResponse { ReadTime = time };
            if (documents[i] is { } found)
            {
                response.Found = Projections.Apply(request.Mask, found);
            }
            else
            {
                response.Missing = request.Documents[i];
            }

            await responseStream.WriteAsync(response, context.CancellationToken).ConfigureAwait(false);
        }
    }

    public override Task<ListDocumentsResponse> ListDocuments(ListDocumentsRequest request, ServerCallContext context) =>
        Task.FromResult(store.ListDocuments(request, context.CancellationToken));

    public override Task<ListCollectionIdsResponse> ListCollectionIds(ListCollectionIdsRequest request, ServerCallContext context) =>
        Task.FromResult(store.ListCollectionIds(request, context.CancellationToken));

    public override Task<BeginTransactionResponse> BeginTransaction(BeginTransactionRequest request, ServerCallContext context) =>
        Task.FromResult(new BeginTransactionResponse { Transaction = store.Transactions.Begin(request.Options?.ReadOnly is not null) });

    public override Task<Empty> Rollback(RollbackRequest request, ServerCallContext context)
    {
        store.Transactions.End(request.Transaction);
        return Task.FromResult(new Empty());
    }

    public override Task<CommitResponse> Commit(CommitRequest request, ServerCallContext context)
    {
        if (request.CalculateSize() > MaxRequestBytes)
        {
            throw RpcErrors.Create(StatusCode.InvalidArgument, $"The request is larger than {MaxRequestBytes} bytes.");
        }

        CheckDepth(request.Writes);
        return store.CommitAsync(request.Writes, request.Transaction, context.CancellationToken);
    }

    public override async Task<BatchWriteResponse> BatchWrite(BatchWriteRequest request, ServerCallContext context)
    {
        var response = new BatchWriteResponse();
        var commits = request.Writes.Select(w => store.CommitAsync([w], ByteString.Empty, context.CancellationToken)).ToList();
        foreach (var commit in commits)
        {
            try
            {
                response.WriteResults.Add((await commit.ConfigureAwait(false)).WriteResults[0]);
                response.Status.Add(new Google.Rpc.Status());
            }
            catch (RpcException e)
            {
                response.WriteResults.Add(new V1WriteResult());
                response.Status.Add(new Google.Rpc.Status { Code = (int)e.StatusCode, Message = e.Status.Detail });
            }
        }

        return response;
    }

    public override async Task RunQuery(RunQueryRequest request, IServerStreamWriter<RunQueryResponse> responseStream, ServerCallContext context)
    {
        var id = Begin(request.NewTransaction, request.Transaction);
        var documents = Query(request.Parent, request.StructuredQuery, id, context.CancellationToken);
        var time = store.ReadTime();
        if (request.NewTransaction is not null)
        {
            await responseStream.WriteAsync(new RunQueryResponse { Transaction = id }, context.CancellationToken).ConfigureAwait(false);
        }

        foreach (var document in documents)
        {
            await responseStream.WriteAsync(new RunQueryResponse { Document = document, ReadTime = time }, context.CancellationToken).ConfigureAwait(false);
        }

        if (documents.Count == 0)
        {
            await responseStream.WriteAsync(new RunQueryResponse { ReadTime = time }, context.CancellationToken).ConfigureAwait(false);
        }
    }

    public override async Task RunAggregationQuery(RunAggregationQueryRequest request, IServerStreamWriter<RunAggregationQueryResponse> responseStream, ServerCallContext context)
    {
        var aggregation = request.StructuredAggregationQuery;
        var id = Begin(request.NewTransaction, request.Transaction);
        var result = id.IsEmpty && Aggregations.IsCountOnly(aggregation) && WholeCollection(request.Parent, aggregation.StructuredQuery) is { } collection
            ? Aggregations.Counted(aggregation, store.Count(collection, context.CancellationToken))
            : Aggregations.Compute(aggregation, Query(request.Parent, aggregation.StructuredQuery, id, context.CancellationToken));
        var response = new RunAggregationQueryResponse { Result = result, ReadTime = store.ReadTime() };
        if (request.NewTransaction is not null)
        {
            response.Transaction = id;
        }

        await responseStream.WriteAsync(response, context.CancellationToken).ConfigureAwait(false);
    }

    public override async Task Listen(IAsyncStreamReader<ListenRequest> requestStream, IServerStreamWriter<ListenResponse> responseStream, ServerCallContext context)
    {
        try
        {
            await new ListenSession(store, responseStream, context.CancellationToken).RunAsync(requestStream).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (context.CancellationToken.IsCancellationRequested)
        {
            // The client has gone.
        }
    }

    private ByteString Begin(TransactionOptions? begin, ByteString given) => begin is null ? given : store.Transactions.Begin(begin.ReadOnly is not null);

    private List<Document> Query(string parent, StructuredQuery query, ByteString id, CancellationToken cancellationToken)
    {
        var transaction = store.Transactions.Find(id);
        var documents = store.Query(parent, query, cancellationToken);
        transaction?.Read(parent, query, documents);
        return documents;
    }

    private static string? WholeCollection(string parent, StructuredQuery query) =>
        query is { From: [{ AllDescendants: false, CollectionId.Length: > 0 } from], Where: null, OrderBy.Count: 0, StartAt: null, EndAt: null, Offset: 0, Limit: null }
            ? $"{parent}/{from.CollectionId}"
            : null;

    private static void CheckDepth(IEnumerable<Write> writes)
    {
        foreach (var write in writes)
        {
            if (write.Update is { } document && document.Fields.Values.Any(v => Depth(v) > MaxDepth))
            {
                throw RpcErrors.Create(StatusCode.InvalidArgument, $"A value of '{document.Name}' is nested deeper than {MaxDepth} levels.");
            }
        }
    }

    private static int Depth(Value value) => value.ValueTypeCase switch
    {
        Value.ValueTypeOneofCase.MapValue => 1 + value.MapValue.Fields.Values.Select(Depth).DefaultIfEmpty().Max(),
        Value.ValueTypeOneofCase.ArrayValue => 1 + value.ArrayValue.Values.Select(Depth).DefaultIfEmpty().Max(),
        _ => 0,
    };
}
