using AgentPlatform.Firestore.Tests.Servers;

[assembly: AssemblyFixture(typeof(EmulatorServer))]
[assembly: AssemblyFixture(typeof(InProcessServer))]
[assembly: AssemblyFixture(typeof(LoopbackServer))]

namespace AgentPlatform.Firestore.Tests.Servers;

/// <summary>A Firestore server that the conformance suite runs against; started by the first test that needs it.</summary>
public abstract class TestServer : IAsyncDisposable
{
    public const string Project = "demo-ap";

    private readonly SemaphoreSlim gate = new(1);
    private FirestoreDb? database;

    public async Task<FirestoreDb> ConnectAsync()
    {
        await gate.WaitAsync(TestContext.Current.CancellationToken);
        try
        {
            return database ??= await StartAsync();
        }
        finally
        {
            gate.Release();
        }
    }

    public async ValueTask DisposeAsync()
    {
        database?.Dispose();
        await StopAsync();
        gate.Dispose();
        GC.SuppressFinalize(this);
    }

    protected static ConverterRegistry Converters => [new NoteConverter()];

    protected abstract Task<FirestoreDb> StartAsync();

    protected abstract ValueTask StopAsync();
}
