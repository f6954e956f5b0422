using Grpc.Core;
using Grpc.Core.Interceptors;

namespace AgentPlatform.Firestore.Embedded;

/// <summary>A call whose client has gone ends as cancelled, whatever it was doing: nobody hears its failure, and none is to be logged.</summary>
internal sealed class LeavingClients : Interceptor
{
    public override Task<TResponse> UnaryServerHandler<TRequest, TResponse>(TRequest request, ServerCallContext context, UnaryServerMethod<TRequest, TResponse> continuation) =>
        CallAsync(context, () => continuation(request, context));

    public override Task ServerStreamingServerHandler<TRequest, TResponse>(TRequest request, IServerStreamWriter<TResponse> responseStream, ServerCallContext context, ServerStreamingServerMethod<TRequest, TResponse> continuation) =>
        CallAsync(context, () => EndAsync(continuation(request, responseStream, context)));

    public override Task DuplexStreamingServerHandler<TRequest, TResponse>(IAsyncStreamReader<TRequest> requestStream, IServerStreamWriter<TResponse> responseStream, ServerCallContext context, DuplexStreamingServerMethod<TRequest, TResponse> continuation) =>
        CallAsync(context, () => EndAsync(continuation(requestStream, responseStream, context)));

    private static async Task<T> CallAsync<T>(ServerCallContext context, Func<Task<T>> call)
    {
        try
        {
            return await call().ConfigureAwait(false);
        }
        catch (Exception exception) when (HasLeft(exception, context))
        {
            throw RpcErrors.Create(StatusCode.Cancelled, "The client has gone.");
        }
    }

    private static async Task<bool> EndAsync(Task call)
    {
        await call.ConfigureAwait(false);
        return true;
    }

    /// <summary>A cancelled wait, a connection that was reset, or a response written to a request that is over.</summary>
    private static bool HasLeft(Exception exception, ServerCallContext context) =>
        context.CancellationToken.IsCancellationRequested && (exception is OperationCanceledException or IOException or InvalidOperationException);
}
