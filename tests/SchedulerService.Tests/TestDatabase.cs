using AgentPlatform.Firestore;
using AgentPlatform.Firestore.Embedded;
using AgentPlatform.Testing.Services;

namespace SchedulerService.Tests;

/// <summary>An empty database for one test. Queries that production would refuse without an index fail here too.</summary>
internal sealed class TestDatabase : IAsyncDisposable
{
    private readonly EmbeddedFirestore _server = EmbeddedFirestore.Open(new EmbeddedFirestoreOptions { Path = EmbeddedFirestoreOptions.InMemory, IndexesJson = File.ReadAllText(Repository.File("firestore.indexes.json")) });

    public TestDatabase() => Db = new FirestoreDbBuilder { ProjectId = "test", CallInvoker = _server.CreateCallInvoker() }.Build();

    public FirestoreDb Db { get; }

    public ValueTask DisposeAsync() => _server.DisposeAsync();
}
