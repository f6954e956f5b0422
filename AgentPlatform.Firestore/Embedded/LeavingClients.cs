using Grpc.Core;
using Grpc.Core.Interceptors;
using Microsoft.Extensions.Logging;

namespace AgentPlatform.Firestore.Embedded;

/// <summary>
/// A call whose client has gone ends as cancelled, whatever it was doing: nobody hears its failure, and none is to be logged. Any other
/// failure is logged here: gRPC's own log does not tell it from a client that goes while its request is still being read.
/// </summary>
internal sealed partial class LeavingClients(ILogger<LeavingClients> logger) : Interceptor
{
    public override Task<TResponse> UnaryServerHandler<TRequest, TResponse>(TRequest request, ServerCallContext context, UnaryServerMethod<TRequest, TResponse> continuation) =>
        CallAsync(context, () => continuation(request, context));

    public override Task ServerStreamingServerHandler<TRequest, TResponse>(TRequest request, IServerStreamWriter<TResponse> responseStream, ServerCallContext context, ServerStreamingServerMethod<TRequest, TResponse> continuation) =>
        CallAsync(context, () => EndAsync(continuation(request, responseStream, context)));

    public override Task DuplexStreamingServerHandler<TRequest, TResponse>(IAsyncStreamReader<TRequest> requestStream, IServerStreamWriter<TResponse> responseStream, ServerCallContext context, DuplexStreamingServerMethod<TRequest, TResponse> continuation) =>
        CallAsync(context, () => EndAsync(continuation(requestStream, responseStream, context)));

    private async Task<T> CallAsync<T>(ServerCallContext context, Func<Task<T>> call)
    {
        try
        {
            return await call().ConfigureAwait(false);
        }
        catch (Exception exception) when (HasLeft(exception, context))
        {
            throw RpcErrors.Create(StatusCode.Cancelled, "The client has gone.");
        }
        catch (Exception exception) when (exception is not RpcException)
        {
            LogFailed(exception, context.Method);
            throw;
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

    [LoggerMessage(LogLevel.Error, "The call {Method} failed")]
    private partial void LogFailed(Exception exception, string method);
}
