using AgentPlatform.ServiceDefaults.Hosting;
using AgentPlatform.ServiceDefaults.Identity;
using Gateway.Limits;
using Gateway.Pages;
using Gateway.Reference;
using Gateway.Routing;
using Gateway.Sessions;

namespace Gateway;

/// <summary>The one door of the platform: sessions, routes to the services, the pages.</summary>
public static class GatewayApp
{
    /// <summary>Builds the Gateway; <paramref name="configure"/> lets a host put in its database.</summary>
    public static WebApplication Create(string[] args, Action<WebApplicationBuilder>? configure = null)
    {
        var builder = WebApplication.CreateBuilder(args);
        configure?.Invoke(builder);
        builder.AddHostDefaults("gateway");
        builder.AddFirestore();
        builder.Services.AddInternalTokens();
        builder.Services.AddValidation();
        builder.AddSessions();
        builder.AddLimits();
        builder.AddRoutes();
        builder.AddPages();
        builder.Services.AddServiceDocuments();

        var app = builder.Build();
        app.UseForwardedHeaders();
        app.UseSecurityHeaders();
        app.UseHostDefaults();
        app.UsePages();
        app.UseBodyLimit();
        app.UseSessions();
        app.UseRateLimiter();
        app.MapHealth();
        app.MapSessions();
        app.MapReference();
        app.MapRoutes();
        app.UseAppPages();
        return app;
    }
}
