using Google.Cloud.Firestore.V1;
using Grpc.Core;

namespace AgentPlatform.Firestore.Embedded;

/// <summary>Calls the service's methods directly: no HTTP, no serialization.</summary>
internal sealed class InProcessCallInvoker(EmbeddedFirestoreService service) : CallInvoker
{
    public override TResponse BlockingUnaryCall<TRequest, TResponse>(Method<TRequest, TResponse> method, string? host, CallOptions options, TRequest request)
    {
        using var call = new InProcessCall(method.FullName, options);
        return UnaryAsync<TResponse>(call, method.Name, request).GetAwaiter().GetResult();
    }

    public override AsyncUnaryCall<TResponse> AsyncUnaryCall<TRequest, TResponse>(Method<TRequest, TResponse> method, string? host, CallOptions options, TRequest request)
    {
        var call = new InProcessCall(method.FullName, options);
        var response = UnaryAsync<TResponse>(call, method.Name, request);
        return new AsyncUnaryCall<TResponse>(response, call.Headers, () => call.Status, () => [], call.Dispose);
    }

    public override AsyncServerStreamingCall<TResponse> AsyncServerStreamingCall<TRequest, TResponse>(Method<TRequest, TResponse> method, string? host, CallOptions options, TRequest request)
    {
        var call = new InProcessCall(method.FullName, options);
        var responses = new InProcessStream<TResponse>();
        _ = call.StreamAsync(context => ServerStream(method.Name, request, responses, context), responses.Complete);
        return new AsyncServerStreamingCall<TResponse>(responses, call.Headers, () => call.Status, () => [], call.Dispose);
    }

    public override AsyncDuplexStreamingCall<TRequest, TResponse> AsyncDuplexStreamingCall<TRequest, TResponse>(Method<TRequest, TResponse> method, string? host, CallOptions options)
    {
        var call = new InProcessCall(method.FullName, options);
        var requests = new InProcessStream<TRequest>();
        var responses = new InProcessStream<TResponse>();
        _ = call.StreamAsync(context => Duplex(method.Name, requests, responses, context), responses.Complete);
        return new AsyncDuplexStreamingCall<TRequest, TResponse>(requests, responses, call.Headers, () => call.Status, () => [], call.Dispose);
    }

    public override AsyncClientStreamingCall<TRequest, TResponse> AsyncClientStreamingCall<TRequest, TResponse>(Method<TRequest, TResponse> method, string? host, CallOptions options) =>
        throw Unknown(method.Name);

    private Task<TResponse> UnaryAsync<TResponse>(InProcessCall call, string method, object request) =>
        call.RunAsync(context => (Task<TResponse>)Unary(method, request, context));

    private Task Unary(string method, object request, ServerCallContext context) => request switch
    {
        BatchWriteRequest r => service.BatchWrite(r, context),
        BeginTransactionRequest r => service.BeginTransaction(r, context),
        CommitRequest r => service.Commit(r, context),
        GetDocumentRequest r => service.GetDocument(r, context),
        ListCollectionIdsRequest r => service.ListCollectionIds(r, context),
        ListDocumentsRequest r => service.ListDocuments(r, context),
        RollbackRequest r => service.Rollback(r, context),
        _ => throw Unknown(method),
    };

    private Task ServerStream(string method, object request, object responses, ServerCallContext context) => request switch
    {
        BatchGetDocumentsRequest r => service.BatchGetDocuments(r, (IServerStreamWriter<BatchGetDocumentsResponse>)responses, context),
        RunAggregationQueryRequest r => service.RunAggregationQuery(r, (IServerStreamWriter<RunAggregationQueryResponse>)responses, context),
        RunQueryRequest r => service.RunQuery(r, (IServerStreamWriter<RunQueryResponse>)responses, context),
        _ => throw Unknown(method),
    };

    private Task Duplex(string method, object requests, object responses, ServerCallContext context) => requests switch
    {
        IAsyncStreamReader<ListenRequest> r => service.Listen(r, (IServerStreamWriter<ListenResponse>)responses, context),
        _ => throw Unknown(method),
    };

    private static RpcException Unknown(string method) => RpcErrors.Create(StatusCode.Unimplemented, $"The embedded server has no method {method}.");
}
