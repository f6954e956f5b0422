using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace AgentPlatform.Firestore.Embedded;

/// <summary>Offers the embedded server over gRPC.</summary>
public static class EmbeddedFirestoreHosting
{
    private const int MaxRequestBytes = 16 * 1024 * 1024;

    /// <summary>Adds the server, opened when it is first needed and closed with the host, and gRPC.</summary>
    public static IServiceCollection AddEmbeddedFirestore(this IServiceCollection services, EmbeddedFirestoreOptions options)
    {
        services.AddSingleton(provider => EmbeddedFirestore.Open(options, provider.GetService<TimeProvider>()));
        services.AddSingleton<EmbeddedFirestoreService>();
        services.AddGrpc(grpc =>
        {
            grpc.MaxReceiveMessageSize = MaxRequestBytes;
            grpc.MaxSendMessageSize = MaxRequestBytes;
            grpc.Interceptors.Add<LeavingClients>();
        });
        return services;
    }

    /// <summary>Maps the service's calls; the endpoint must speak HTTP/2.</summary>
    public static IEndpointConventionBuilder MapEmbeddedFirestore(this IEndpointRouteBuilder endpoints)
    {
        // Opens the file now: a damaged one is an error at start, not at the first call.
        endpoints.ServiceProvider.GetRequiredService<EmbeddedFirestore>();
        return endpoints.MapGrpcService<EmbeddedFirestoreService>();
    }
}
