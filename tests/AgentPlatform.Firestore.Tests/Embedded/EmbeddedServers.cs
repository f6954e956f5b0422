using AgentPlatform.Firestore.Embedded;

namespace AgentPlatform.Firestore.Tests.Embedded;

/// <summary>Embedded servers of one test, in a folder that goes with it.</summary>
public sealed class EmbeddedServers : IAsyncDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("embedded-firestore-").FullName;
    private readonly List<EmbeddedFirestore> open = [];

    public string FilePath => Path.Combine(folder, "documents.db");

    public FirestoreDb Open(string? indexes = null, bool? enforce = null, TimeProvider? clock = null, int maxWaitingChanges = 1024) => Connect(OpenServer(new EmbeddedFirestoreOptions
    {
        Path = FilePath,
        Durability = EmbeddedDurability.Normal,
        IndexesJson = indexes,
        EnforceIndexes = enforce,
        MaxWaitingChangesPerListener = maxWaitingChanges,
    }, clock));

    public EmbeddedFirestore OpenServer(EmbeddedFirestoreOptions options, TimeProvider? clock = null)
    {
        var server = EmbeddedFirestore.Open(options, clock);
        open.Add(server);
        return server;
    }

    public static FirestoreDb Connect(EmbeddedFirestore server) =>
        new FirestoreDbBuilder { ProjectId = "demo-ap", CallInvoker = server.CreateCallInvoker() }.Build();

    public async Task CloseAsync()
    {
        foreach (var server in open)
        {
            await server.DisposeAsync();
        }

        open.Clear();
    }

    public async ValueTask DisposeAsync()
    {
        await CloseAsync();
        Directory.Delete(folder, true);
    }
}
