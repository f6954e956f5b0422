using AgentPlatform.Firestore.Tests.Servers;
using Grpc.Core;

namespace AgentPlatform.Firestore.Tests.Conformance;

/// <summary>Each test has a collection of its own on a server that all tests share.</summary>
public abstract class ConformanceTests(TestServer server) : IAsyncLifetime
{
    protected static readonly DateTimeOffset Start = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    protected FirestoreDb Db { get; private set; } = null!;

    protected CollectionReference Root { get; private set; } = null!;

    protected static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        Db = await server.ConnectAsync();
        Root = Db.Collection("t" + Guid.NewGuid().ToString("N"));
    }

    public ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        return ValueTask.CompletedTask;
    }

    protected static Dictionary<string, object?> Map(params (string Key, object? Value)[] fields) => fields.ToDictionary(f => f.Key, f => f.Value);

    protected static async Task<string> RefusedAsync(StatusCode code, Func<Task> action)
    {
        var error = await Assert.ThrowsAsync<RpcException>(action);
        Assert.Equal(code, error.StatusCode);
        return error.Status.Detail;
    }

    protected static string[] Ids(IEnumerable<DocumentSnapshot> documents) => [.. documents.Select(d => d.Id)];
}
