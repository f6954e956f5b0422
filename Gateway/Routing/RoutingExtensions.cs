using System.Net.Http.Headers;
using AgentPlatform.Contracts;
using AgentPlatform.ServiceDefaults.Hosting;
using AgentPlatform.ServiceDefaults.Identity;
using AgentPlatform.ServiceDefaults.Problems;
using Gateway.Sessions;
using Microsoft.AspNetCore.Http.Features;
using Yarp.ReverseProxy.ServiceDiscovery;
using Yarp.ReverseProxy.Transforms;

namespace Gateway.Routing;

/// <summary>The reverse proxy in front of the services.</summary>
internal static class RoutingExtensions
{
    /// <summary>What clients send under these names never reaches a service; the token of a tick alone does.</summary>
    private static readonly string[] Stripped = ["Authorization", "Cookie", "X-Forwarded-User", "X-User-Id"];

    public static void AddRoutes(this WebApplicationBuilder builder)
    {
        builder.Services.AddSingleton<IDestinationResolver, ServiceDestinations>();
        builder.Services.AddSingleton<ForwardFailures>();
        builder.Services.AddSingleton<StreamDrain>();
        builder.Services.AddReverseProxy()
            .LoadFromMemory(ServiceRoutes.Routes(ticks: builder.Configuration["Tick:Audience"] is { Length: > 0 }), ServiceRoutes.Clusters(builder.Configuration.GetValue("Routing:Replicated", true)))
            .AddTransforms(transforms => transforms.AddRequestTransform(HandOverUserAsync));
    }

    /// <summary>A body that says it is too large is refused before it is read.</summary>
    public static void UseBodyLimit(this WebApplication app) => app.Use(async (context, next) =>
    {
        if (context.Request.ContentLength > ServiceDefaultsExtensions.MaxBodyBytes)
        {
            // Lets the server take the rest, for a few seconds and to nowhere: a connection that is cut while the client still sends loses the answer.
            context.Features.Get<IHttpMaxRequestBodySizeFeature>()!.MaxRequestBodySize = null;
            await Problem.Of(ProblemCodes.PayloadTooLarge, "The body may have at most 1 MiB.").ExecuteAsync(context);
            return;
        }

        await next(context);
    });

    public static void MapRoutes(this WebApplication app)
    {
        app.UseWebSockets();
        app.MapReverseProxy(proxy =>
        {
            proxy.Use(async (context, next) =>
            {
                if (context.Session() is null && !ServiceRoutes.IsTick(context))
                {
                    await Problem.Of(ProblemCodes.Unauthenticated, "There is no session; POST /api/session begins one.").ExecuteAsync(context);
                    return;
                }

                if (context.Request.Path.StartsWithSegments("/workspace", out var named) && named.HasValue && named.Value!.Trim('/') is { Length: > 0 } userId)
                {
                    // /workspace/{userId} is the prototype's path: the same as /workspace, for the caller's own id only.
                    if (userId != context.Session()!.UserId)
                    {
                        await Problem.Of(ProblemCodes.Forbidden, "That is another user's workspace.").ExecuteAsync(context);
                        return;
                    }

                    context.Request.Path = "/workspace";
                }

                await next(context);
            });
            proxy.Use(app.Services.GetRequiredService<StreamDrain>().PassAsync);
            proxy.Use(app.Services.GetRequiredService<ForwardFailures>().TellAsync);
            proxy.Use(OtherReplicas.TryAsync);
            proxy.UseLoadBalancing();
            proxy.UsePassiveHealthChecks();
        });
    }

    private static ValueTask HandOverUserAsync(RequestTransformContext context)
    {
        var authorization = context.ProxyRequest.Headers.Authorization;
        foreach (var name in Stripped)
        {
            context.ProxyRequest.Headers.Remove(name);
        }

        if (ServiceRoutes.IsTick(context.HttpContext))
        {
            context.ProxyRequest.Headers.Authorization = authorization;
            return ValueTask.CompletedTask;
        }

        var tokens = context.HttpContext.RequestServices.GetRequiredService<InternalTokens>();
        context.ProxyRequest.Headers.Authorization = new AuthenticationHeaderValue("Bearer", tokens.Issue(context.HttpContext.Session()!.ToCaller()));
        return ValueTask.CompletedTask;
    }
}
