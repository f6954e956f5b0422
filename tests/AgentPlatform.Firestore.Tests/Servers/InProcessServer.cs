using AgentPlatform.Firestore.Embedded;

namespace AgentPlatform.Firestore.Tests.Servers;

/// <summary>The embedded server, called directly.</summary>
public sealed class InProcessServer : TestServer
{
    private EmbeddedFirestore? server;

    protected override Task<FirestoreDb> StartAsync()
    {
        server = EmbeddedFirestore.Open(new EmbeddedFirestoreOptions { Path = EmbeddedFirestoreOptions.InMemory });
        return Task.FromResult(new FirestoreDbBuilder { ProjectId = Project, CallInvoker = server.CreateCallInvoker(), ConverterRegistry = Converters }.Build());
    }

    protected override ValueTask StopAsync() => server?.DisposeAsync() ?? ValueTask.CompletedTask;
}
