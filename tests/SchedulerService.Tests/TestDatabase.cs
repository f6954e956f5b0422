using AgentPlatform.Firestore;
using AgentPlatform.Firestore.Embedded;
using AgentPlatform.Testing.Services;
using Google.Cloud.Firestore.V1;
using Grpc.Core;
using Grpc.Core.Interceptors;

namespace SchedulerService.Tests;

/// <summary>An empty database for one test. Queries that production would refuse without an index fail here too.</summary>
internal sealed class TestDatabase : IAsyncDisposable
{
    private readonly EmbeddedFirestore _server;
    private readonly bool _isShared;

    public TestDatabase()
        : this(EmbeddedFirestore.Open(new EmbeddedFirestoreOptions { Path = EmbeddedFirestoreOptions.InMemory, IndexesJson = File.ReadAllText(Repository.File("firestore.indexes.json")) }), null)
    {
    }

    private TestDatabase(EmbeddedFirestore server, Func<CommitRequest, Task>? beforeCommit)
    {
        (_server, _isShared) = (server, beforeCommit is not null);
        var invoker = server.CreateCallInvoker();
        Db = new FirestoreDbBuilder { ProjectId = "test", CallInvoker = beforeCommit is null ? invoker : invoker.Intercept(new Before(beforeCommit)) }.Build();
    }

    public FirestoreDb Db { get; }

    /// <summary>Another connection to the same database, each of whose commits comes after something else.</summary>
    public TestDatabase Behind(Func<CommitRequest, Task> beforeCommit) => new(_server, beforeCommit);

    public ValueTask DisposeAsync() => _isShared ? ValueTask.CompletedTask : _server.DisposeAsync();

    private sealed class Before(Func<CommitRequest, Task> beforeCommit) : Interceptor
    {
        public override AsyncUnaryCall<TResponse> AsyncUnaryCall<TRequest, TResponse>(TRequest request, ClientInterceptorContext<TRequest, TResponse> context, AsyncUnaryCallContinuation<TRequest, TResponse> continuation) =>
            request is CommitRequest commit
                ? new(CommitAsync(commit, () => continuation(request, context)), Task.FromResult(new Metadata()), () => Status.DefaultSuccess, () => [], () => { })
                : continuation(request, context);

        private async Task<TResponse> CommitAsync<TResponse>(CommitRequest commit, Func<AsyncUnaryCall<TResponse>> call)
        {
            await beforeCommit(commit);
            return await call();
        }
    }
}
