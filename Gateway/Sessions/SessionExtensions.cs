using AgentPlatform.Contracts;
using AgentPlatform.ServiceDefaults.Identity;
using AgentPlatform.ServiceDefaults.Problems;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Gateway.Sessions;

/// <summary>Registers sessions and finds that of each request.</summary>
internal static class SessionExtensions
{
    /// <summary>How long a session waits to hear which model answers.</summary>
    private static readonly TimeSpan ModelWait = TimeSpan.FromSeconds(2);

    public static void AddSessions(this WebApplicationBuilder builder)
    {
        builder.Services.AddOptions<SessionOptions>().BindConfiguration(SessionOptions.Section).ValidateDataAnnotations().ValidateOnStart();
        builder.Services.AddSingleton<SessionStore>();
        builder.Services.AddSingleton<ModelCache>();
        builder.Services.TryAddTransient<CallerTokenHandler>();

        // Asked once and without retries: a session must not wait for a service that it can do without.
        builder.Services.AddHttpClient<ModelClient>(client =>
            {
                client.BaseAddress = new Uri("http://chatservice");
                client.Timeout = ModelWait;
            })
            .AddHttpMessageHandler<CallerTokenHandler>()
            .AddServiceDiscovery();
    }

    /// <summary>
    /// Finds the user of a request by its cookie and by nothing else. A request that changes something, or opens a socket,
    /// and says that it comes from another site is refused: the cookie would go along with it.
    /// </summary>
    public static void UseSessions(this WebApplication app) => app.Use(async (context, next) =>
    {
        var request = context.Request;
        var isApi = request.Path.StartsWithSegments("/api") || request.Path.StartsWithSegments("/workspace");
        if (isApi && (!HttpMethods.IsGet(request.Method) || context.WebSockets.IsWebSocketRequest || request.Headers.Upgrade.Count > 0) && IsForeign(request))
        {
            await Problem.Of(ProblemCodes.Forbidden, "The request comes from another site.").ExecuteAsync(context);
            return;
        }

        if (isApi && SessionCookie.Read(request) is { } token
            && await context.RequestServices.GetRequiredService<SessionStore>().FindAsync(token, context.RequestAborted) is { } session)
        {
            context.Features.Set(session);
        }

        await next(context);
    });

    /// <summary>The session that the request came with.</summary>
    public static UserSession? Session(this HttpContext context) => context.Features.Get<UserSession>();

    private static bool IsForeign(HttpRequest request)
    {
        var origin = request.Headers.Origin.ToString();
        return origin.Length > 0 && !(Uri.TryCreate(origin, UriKind.Absolute, out var uri) && string.Equals(uri.Authority, request.Host.Value, StringComparison.OrdinalIgnoreCase));
    }
}
