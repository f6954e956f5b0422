using AgentPlatform.Firestore;
using AgentPlatform.Firestore.Embedded;
using Google.Cloud.Firestore.V1;
using Grpc.Core;

namespace AgentPlatform.Testing.Services;

/// <summary>
/// A database for several instances of a service, each of which may be cut off from it for good after a number of commits:
/// what a killed process looks like to those that live on.
/// </summary>
public sealed class MortalStore : IAsyncDisposable
{
    private readonly EmbeddedFirestore _server = EmbeddedFirestore.Open(
        new EmbeddedFirestoreOptions { Path = EmbeddedFirestoreOptions.InMemory, IndexesJson = File.ReadAllText(Repository.File("firestore.indexes.json")) });

    /// <summary>A client that lives as long as the server.</summary>
    public FirestoreDb Connect() => new FirestoreDbBuilder { ProjectId = "tests", CallInvoker = _server.CreateCallInvoker() }.Build();

    /// <summary>A client that a <see cref="Lifeline"/> can cut off.</summary>
    public FirestoreDb Connect(Lifeline lifeline) => new FirestoreDbBuilder { ProjectId = "tests", CallInvoker = new MortalInvoker(_server.CreateCallInvoker(), lifeline) }.Build();

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    private sealed class MortalInvoker(CallInvoker inner, Lifeline lifeline) : CallInvoker
    {
        public override AsyncUnaryCall<TResponse> AsyncUnaryCall<TRequest, TResponse>(Method<TRequest, TResponse> method, string? host, CallOptions options, TRequest request)
        {
            if (!lifeline.MayCall(method.Name, request))
            {
                throw Dead();
            }

            return inner.AsyncUnaryCall(method, host, options, request);
        }

        public override AsyncServerStreamingCall<TResponse> AsyncServerStreamingCall<TRequest, TResponse>(Method<TRequest, TResponse> method, string? host, CallOptions options, TRequest request) =>
            lifeline.MayCall(method.Name, request) ? inner.AsyncServerStreamingCall(method, host, options, request) : throw Dead();

        public override AsyncDuplexStreamingCall<TRequest, TResponse> AsyncDuplexStreamingCall<TRequest, TResponse>(Method<TRequest, TResponse> method, string? host, CallOptions options) =>
            inner.AsyncDuplexStreamingCall(method, host, options);

        public override AsyncClientStreamingCall<TRequest, TResponse> AsyncClientStreamingCall<TRequest, TResponse>(Method<TRequest, TResponse> method, string? host, CallOptions options) =>
            inner.AsyncClientStreamingCall(method, host, options);

        public override TResponse BlockingUnaryCall<TRequest, TResponse>(Method<TRequest, TResponse> method, string? host, CallOptions options, TRequest request) =>
            throw new NotSupportedException();

        private static RpcException Dead() => new(new Status(StatusCode.DataLoss, "This instance is cut off from the store."));
    }
}

/// <summary>How long one instance keeps its connection to a <see cref="MortalStore"/>.</summary>
public sealed class Lifeline
{
    private readonly TaskCompletionSource _cut = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Lock _gate = new();
    private string? _log;
    private int _left = int.MaxValue;
    private bool _dead;

    /// <summary>Completes when the instance has been cut off.</summary>
    public Task Cut => _cut.Task;

    /// <summary>Cuts the instance off when it tries to append to a log (the subcollection of that name) once more than <paramref name="appends"/> times.</summary>
    public void CutAfter(string log, int appends)
    {
        lock (_gate)
        {
            (_log, _left) = (log, appends);
        }
    }

    /// <summary>Cuts the instance off now.</summary>
    public void CutNow()
    {
        lock (_gate)
        {
            _dead = true;
        }

        _cut.TrySetResult();
    }

    internal bool MayCall<TRequest>(string method, TRequest request)
    {
        lock (_gate)
        {
            if (!_dead && method == "Commit" && request is CommitRequest commit && commit.Writes.Any(write => write.Update?.Name.Contains($"/{_log}/", StringComparison.Ordinal) == true) && _left-- <= 0)
            {
                _dead = true;
            }

            if (!_dead)
            {
                return true;
            }
        }

        _cut.TrySetResult();
        return false;
    }
}
