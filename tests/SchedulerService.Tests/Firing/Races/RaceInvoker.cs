using Google.Cloud.Firestore.V1;
using Grpc.Core;

namespace SchedulerService.Tests.Firing.Races;

/// <summary>The connection of one process to the store, with the faults that its calls meet.</summary>
internal sealed class RaceInvoker(CallInvoker inner, RaceProcess process, Action<RaceProcess, CommitRequest> committed) : CallInvoker
{
    public override AsyncUnaryCall<TResponse> AsyncUnaryCall<TRequest, TResponse>(Method<TRequest, TResponse> method, string? host, CallOptions options, TRequest request) =>
        new(CallAsync(method, host, options, request), Task.FromResult(new Metadata()), () => Status.DefaultSuccess, () => [], () => { });

    public override AsyncServerStreamingCall<TResponse> AsyncServerStreamingCall<TRequest, TResponse>(Method<TRequest, TResponse> method, string? host, CallOptions options, TRequest request) =>
        new(new Reader<TResponse>(process, () => inner.AsyncServerStreamingCall(method, host, options, request)), Task.FromResult(new Metadata()), () => Status.DefaultSuccess, () => [], () => { });

    public override AsyncDuplexStreamingCall<TRequest, TResponse> AsyncDuplexStreamingCall<TRequest, TResponse>(Method<TRequest, TResponse> method, string? host, CallOptions options) => throw new NotSupportedException();

    public override AsyncClientStreamingCall<TRequest, TResponse> AsyncClientStreamingCall<TRequest, TResponse>(Method<TRequest, TResponse> method, string? host, CallOptions options) => throw new NotSupportedException();

    public override TResponse BlockingUnaryCall<TRequest, TResponse>(Method<TRequest, TResponse> method, string? host, CallOptions options, TRequest request) => throw new NotSupportedException();

    private async Task<TResponse> CallAsync<TRequest, TResponse>(Method<TRequest, TResponse> method, string? host, CallOptions options, TRequest request)
        where TRequest : class
        where TResponse : class
    {
        var fault = await RaceWorker.Current.WaitAsync();
        FailBefore(fault, process);
        var response = await OnceAsync(method, host, options, request);
        if (fault == RaceFault.Repeated)
        {
            // The library makes a commit again whose answer was lost.
            response = await OnceAsync(method, host, options, request);
        }

        FailAfter(fault, process);
        return response;
    }

    private async Task<TResponse> OnceAsync<TRequest, TResponse>(Method<TRequest, TResponse> method, string? host, CallOptions options, TRequest request)
        where TRequest : class
        where TResponse : class
    {
        using var call = inner.AsyncUnaryCall(method, host, options, request);
        var response = await call;
        if (request is CommitRequest commit)
        {
            committed(process, commit);
        }

        return response;
    }

    private static void FailBefore(RaceFault? fault, RaceProcess process)
    {
        if (fault == RaceFault.Unavailable)
        {
            throw new RpcException(new Status(StatusCode.Unavailable, "The store is away for a moment."));
        }

        if (fault == RaceFault.KilledBefore)
        {
            process.IsDead = true;
            throw Dead();
        }
    }

    private static void FailAfter(RaceFault? fault, RaceProcess process)
    {
        if (fault == RaceFault.KilledAfter)
        {
            process.IsDead = true;
            throw Dead();
        }
    }

    private static RpcException Dead() => new(new Status(StatusCode.DataLoss, "This process is dead."));

    private sealed class Reader<T>(RaceProcess process, Func<AsyncServerStreamingCall<T>> start) : IAsyncStreamReader<T>
    {
        private AsyncServerStreamingCall<T>? _call;

        public T Current => _call!.ResponseStream.Current;

        public async Task<bool> MoveNext(CancellationToken cancellationToken)
        {
            if (_call is null)
            {
                var fault = await RaceWorker.Current.WaitAsync();
                FailBefore(fault, process);
                _call = start();
                FailAfter(fault, process);
            }

            return await _call.ResponseStream.MoveNext(cancellationToken);
        }
    }
}
