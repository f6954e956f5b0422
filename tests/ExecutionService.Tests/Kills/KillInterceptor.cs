using System.Diagnostics;
using Google.Cloud.Firestore.V1;
using Grpc.Core;
using Grpc.Core.Interceptors;

namespace ExecutionService.Tests.Kills;

/// <summary>Kills this process (SIGKILL) at one of its appends to a journal, before it is committed or after.</summary>
internal sealed class KillInterceptor(int append, bool before) : Interceptor
{
    private int _appends;

    public override AsyncUnaryCall<TResponse> AsyncUnaryCall<TRequest, TResponse>(TRequest request, ClientInterceptorContext<TRequest, TResponse> context, AsyncUnaryCallContinuation<TRequest, TResponse> continuation)
    {
        if (request is not CommitRequest commit || !commit.Writes.Any(write => write.Update?.Name.Contains("/events/", StringComparison.Ordinal) == true) || Interlocked.Increment(ref _appends) != append)
        {
            return continuation(request, context);
        }

        if (before)
        {
            Kill();
        }

        var call = continuation(request, context);
        return new AsyncUnaryCall<TResponse>(KillAfterAsync(call.ResponseAsync), call.ResponseHeadersAsync, call.GetStatus, call.GetTrailers, call.Dispose);
    }

    private static async Task<TResponse> KillAfterAsync<TResponse>(Task<TResponse> response)
    {
        var answer = await response;
        Kill();
        return answer;
    }

    private static void Kill()
    {
        using var self = Process.GetCurrentProcess();
        self.Kill();
    }
}
