using Grpc.Core;
using Grpc.Core.Interceptors;

namespace AgentPlatform.Firestore.Embedded;

/// <summary>A call whose client has gone ends as cancelled, whatever it was doing: nobody hears its failure, and none is to be logged.</summary>
internal sealed class LeavingClients : Interceptor
{
    public override async Task<TResponse> UnaryServerHandler<TRequest, TResponse>(TRequest request, ServerCallContext context, UnaryServerMethod<TRequest, TResponse> continuation)
    {
        try
        {
            return await continuation(request, context).ConfigureAwait(false);
        }
        catch (Exception exception) when (HasLeft(exception, context))
        {
            throw Cancelled();
        }
    }

    public override async Task ServerStreamingServerHandler<TRequest, TResponse>(TRequest request, IServerStreamWriter<TResponse> responseStream, ServerCallContext context, ServerStreamingServerMethod<TRequest, TResponse> continuation)
    {
        try
        {
            await continuation(request, responseStream, context).ConfigureAwait(false);
        }
        catch (Exception exception) when (HasLeft(exception, context))
        {
            throw Cancelled();
        }
    }

    public override async Task DuplexStreamingServerHandler<TRequest, TResponse>(IAsyncStreamReader<TRequest> requestStream, IServerStreamWriter<TResponse> responseStream, ServerCallContext context, DuplexStreamingServerMethod<TRequest, TResponse> continuation)
    {
        try
        {
            await continuation(requestStream, responseStream, context).ConfigureAwait(false);
        }
        catch (Exception exception) when (HasLeft(exception, context))
        {
            throw Cancelled();
        }
    }

    /// <summary>A cancelled wait, a connection that was reset, or a response written to a request that is over.</summary>
    private static bool HasLeft(Exception exception, ServerCallContext context) =>
        context.CancellationToken.IsCancellationRequested && (exception is OperationCanceledException or IOException or InvalidOperationException);

    private static RpcException Cancelled() => RpcErrors.Create(StatusCode.Cancelled, "The client has gone.");
}
