using System.Net;
using AgentPlatform.Firestore.Embedded;
using AgentPlatform.ServiceDefaults.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;

// The embedded Firestore server as a process of its own: gRPC on GRPC_PORT, health on HEALTH_PORT. One process owns the file.
try
{
    var builder = WebApplication.CreateBuilder(args);
    // Refusals, such as a broken precondition, are told to whoever asked; what fails here the server logs itself.
    builder.Logging.AddFilter("Grpc.AspNetCore.Server.ServerCallHandler", LogLevel.Critical);
    var folder = Path.GetFullPath(builder.Configuration["Data"] ?? "data");
    Directory.CreateDirectory(folder);
    builder.AddHostDefaults("firestore");
    builder.WebHost.ConfigureKestrel(kestrel =>
    {
        kestrel.Limits.MaxRequestBodySize = null;
        kestrel.Listen(IPAddress.Loopback, builder.Configuration.GetValue("HEALTH_PORT", 8081));
        kestrel.Listen(IPAddress.Loopback, builder.Configuration.GetValue("GRPC_PORT", 8082), listen => listen.Protocols = HttpProtocols.Http2);
    });
    builder.Services.AddEmbeddedFirestore(new EmbeddedFirestoreOptions
    {
        Path = Path.Combine(folder, "agentplatform.db"),
        IndexesJson = File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "firestore.indexes.json")),
    });

    var app = builder.Build();
    app.MapHealth();
    app.MapEmbeddedFirestore();
    app.Run();
    return 0;
}
catch (Exception exception) when (exception is EmbeddedFirestoreException or IOException or UnauthorizedAccessException)
{
    Console.Error.WriteLine($"The Firestore server cannot start: {exception.Message}");
    return 1;
}
