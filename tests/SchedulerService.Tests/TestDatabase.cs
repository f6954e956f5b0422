using AgentPlatform.Firestore;
using AgentPlatform.Firestore.Embedded;

namespace SchedulerService.Tests;

/// <summary>An empty database for one test. Queries that production would refuse without an index fail here too.</summary>
internal sealed class TestDatabase : IAsyncDisposable
{
    private const string Indexes = """
        { "indexes": [ { "collectionGroup": "schedules", "queryScope": "COLLECTION", "fields": [
            { "fieldPath": "userId", "order": "ASCENDING" }, { "fieldPath": "listed", "order": "ASCENDING" }, { "fieldPath": "createdAt", "order": "DESCENDING" } ] } ], "fieldOverrides": [] }
        """;

    private readonly EmbeddedFirestore _server = EmbeddedFirestore.Open(new EmbeddedFirestoreOptions { Path = EmbeddedFirestoreOptions.InMemory, IndexesJson = Indexes });

    public TestDatabase() => Db = new FirestoreDbBuilder { ProjectId = "test", CallInvoker = _server.CreateCallInvoker() }.Build();

    public FirestoreDb Db { get; }

    public ValueTask DisposeAsync() => _server.DisposeAsync();
}
