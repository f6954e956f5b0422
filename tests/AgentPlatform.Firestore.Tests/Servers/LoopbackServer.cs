using AgentPlatform.Firestore.Embedded;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Logging;

namespace AgentPlatform.Firestore.Tests.Servers;

/// <summary>The embedded server behind gRPC on a loopback port.</summary>
public sealed class LoopbackServer : TestServer
{
    private WebApplication? app;

    protected override async Task<FirestoreDb> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(System.Net.IPAddress.Loopback, 0, listen => listen.Protocols = HttpProtocols.Http2));
        builder.Services.AddEmbeddedFirestore(new EmbeddedFirestoreOptions { Path = EmbeddedFirestoreOptions.InMemory });
        app = builder.Build();
        app.MapEmbeddedFirestore();
        await app.StartAsync(TestContext.Current.CancellationToken);
        return new FirestoreDbBuilder { ProjectId = Project, EmulatorHost = new Uri(app.Urls.Single()).Authority, ConverterRegistry = Converters }.Build();
    }

    protected override ValueTask StopAsync() => app?.DisposeAsync() ?? ValueTask.CompletedTask;
}
