using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Scalar.AspNetCore;

namespace Gateway.Reference;

/// <summary><c>/openapi/v1.json</c> and the reference page <c>/docs</c>.</summary>
internal static class ReferenceExtensions
{
    /// <summary>The reference page brings its own script and styles; nothing is loaded from elsewhere.</summary>
    private const string DocsPolicy = "default-src 'none'; script-src 'self' 'unsafe-inline' 'unsafe-eval'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; font-src 'self' data:; connect-src 'self'; base-uri 'none'; frame-ancestors 'none'";

    public static void AddServiceDocuments(this IServiceCollection services)
    {
        services.AddHttpClient(ServiceDocuments.ClientName, client => client.Timeout = TimeSpan.FromSeconds(5)).AddServiceDiscovery();
        services.AddSingleton<ServiceDocuments>();
    }

    public static void MapReference(this WebApplication app)
    {
        app.MapOpenApi("/openapi/gateway.json");
        app.MapGet("/openapi/v1.json", async (HttpContext context, ServiceDocuments documents, IServer server) =>
        {
            var address = server.Features.Get<IServerAddressesFeature>()!.Addresses.First();
            return await documents.MergeAsync(address, context.RequestAborted);
        }).ExcludeFromDescription();
        app.UseWhen(context => context.Request.Path.StartsWithSegments("/docs"), docs => docs.Use((context, next) =>
        {
            context.Response.Headers.ContentSecurityPolicy = DocsPolicy;
            return next(context);
        }));
        app.MapScalarApiReference("/docs", options =>
        {
            options.WithTitle("AgentPlatform API").WithOpenApiRoutePattern("/openapi/v1.json");
            options.DefaultFonts = false;
            options.Telemetry = false;
        });
    }
}
