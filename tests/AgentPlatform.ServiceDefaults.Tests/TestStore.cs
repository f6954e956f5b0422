using AgentPlatform.Firestore;
using AgentPlatform.Firestore.Embedded;
using Grpc.Core;

namespace AgentPlatform.ServiceDefaults.Tests;

/// <summary>An embedded database, and clients of it that lose the answer of a call.</summary>
internal sealed class TestStore : IAsyncDisposable
{
    private readonly EmbeddedFirestore _store = EmbeddedFirestore.Open(new EmbeddedFirestoreOptions { Path = EmbeddedFirestoreOptions.InMemory });

    public TestStore() => Db = new FirestoreDbBuilder { ProjectId = "tests", CallInvoker = _store.CreateCallInvoker() }.Build();

    public FirestoreDb Db { get; }

    public ValueTask DisposeAsync()
    {
        Db.Dispose();
        return _store.DisposeAsync();
    }

    /// <summary>A client whose next commit arrives and whose answer is lost, so that the client sends it again.</summary>
    public FirestoreDb LosingAnswers(out AnswerLoss loss)
    {
        loss = new AnswerLoss(_store.CreateCallInvoker());
        return new FirestoreDbBuilder { ProjectId = "tests", CallInvoker = loss }.Build();
    }

    /// <summary>Repeats the next commit after it has succeeded, as a client does whose connection broke before the answer.</summary>
    internal sealed class AnswerLoss(CallInvoker inner) : CallInvoker
    {
        private int _armed;

        public void Arm() => Volatile.Write(ref _armed, 1);

        public override AsyncUnaryCall<TResponse> AsyncUnaryCall<TRequest, TResponse>(Method<TRequest, TResponse> method, string? host, CallOptions options, TRequest request)
        {
            if (method.Name != "Commit" || Interlocked.Exchange(ref _armed, 0) == 0)
            {
                return inner.AsyncUnaryCall(method, host, options, request);
            }

            var again = RepeatAsync();
            return new AsyncUnaryCall<TResponse>(again, Task.FromResult(new Metadata()), () => Status.DefaultSuccess, () => [], () => { });

            async Task<TResponse> RepeatAsync()
            {
                await inner.AsyncUnaryCall(method, host, options, request);
                return await inner.AsyncUnaryCall(method, host, options, request);
            }
        }

        public override TResponse BlockingUnaryCall<TRequest, TResponse>(Method<TRequest, TResponse> method, string? host, CallOptions options, TRequest request) =>
            inner.BlockingUnaryCall(method, host, options, request);

        public override AsyncServerStreamingCall<TResponse> AsyncServerStreamingCall<TRequest, TResponse>(Method<TRequest, TResponse> method, string? host, CallOptions options, TRequest request) =>
            inner.AsyncServerStreamingCall(method, host, options, request);

        public override AsyncClientStreamingCall<TRequest, TResponse> AsyncClientStreamingCall<TRequest, TResponse>(Method<TRequest, TResponse> method, string? host, CallOptions options) =>
            inner.AsyncClientStreamingCall(method, host, options);

        public override AsyncDuplexStreamingCall<TRequest, TResponse> AsyncDuplexStreamingCall<TRequest, TResponse>(Method<TRequest, TResponse> method, string? host, CallOptions options) =>
            inner.AsyncDuplexStreamingCall(method, host, options);
    }
}
