using AgentPlatform.Contracts.Schedules;
using Microsoft.AspNetCore.Authentication.JwtBearer;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace SchedulerService.Ticks;

/// <summary><c>POST /internal/tick</c>: a clock outside, such as Google Cloud Scheduler, has decided what is due. The one internal path that the Gateway opens.</summary>
internal static class TickEndpoints
{
    public static void AddTicks(this WebApplicationBuilder builder)
    {
        builder.Services.AddOptions<TickOptions>().BindConfiguration(TickOptions.Section).ValidateDataAnnotations().ValidateOnStart();
        builder.Services.AddSingleton<TickRunner>();
        builder.Services.TryAddEnumerable(ServiceDescriptor.Singleton<IConfigureOptions<JwtBearerOptions>, TickTokens>());
        builder.Services.AddAuthentication().AddJwtBearer(TickTokens.Scheme, _ => { });
    }

    /// <summary>Without settings there is no such path.</summary>
    public static void MapTicks(this WebApplication app)
    {
        if (app.Services.GetRequiredService<IOptions<TickOptions>>().Value.IsOn)
        {
            app.MapPost("/internal/tick", RunAsync).RequireAuthorization(policy => policy.AddAuthenticationSchemes(TickTokens.Scheme).RequireAuthenticatedUser());
        }
    }

    private static Task<TickAnswer> RunAsync(TickRunner runner, CancellationToken cancellationToken) => runner.RunAsync(cancellationToken);
}
