using AgentPlatform.Firestore;
using AgentPlatform.ServiceDefaults.Bus;
using AgentPlatform.ServiceDefaults.Idempotency;
using AgentPlatform.ServiceDefaults.Identity;
using AgentPlatform.ServiceDefaults.Json;
using AgentPlatform.ServiceDefaults.Logs;
using AgentPlatform.ServiceDefaults.Problems;
using AgentPlatform.ServiceDefaults.Telemetry;
using MassTransit;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Diagnostics.HealthChecks;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Configuration.Memory;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace AgentPlatform.ServiceDefaults.Hosting;

/// <summary>What every service of the platform has.</summary>
public static class ServiceDefaultsExtensions
{
    /// <summary>Largest body that a service takes, in bytes: 1 MiB.</summary>
    public const long MaxBodyBytes = 1024 * 1024;

    /// <summary>What a normal run logs, unless configuration says otherwise: the platform's own words, and warnings of what it is built on.</summary>
    private static readonly Dictionary<string, string?> LogLevels = new()
    {
        ["Logging:LogLevel:Default"] = "Information",
        ["Logging:LogLevel:Grpc"] = "Warning",
        ["Logging:LogLevel:MassTransit"] = "Warning",
        ["Logging:LogLevel:Microsoft.AspNetCore"] = "Warning",
        // It warns at each look while a part is still connecting; the parts themselves say what they cannot reach.
        ["Logging:LogLevel:Microsoft.Extensions.Diagnostics.HealthChecks"] = "Error",
        ["Logging:LogLevel:Microsoft.Extensions.Http"] = "Warning",
        // It warns of every model call that fails or is stopped; the services say themselves what that means.
        ["Logging:LogLevel:Microsoft.Extensions.AI"] = "Error",
        ["Logging:LogLevel:Polly"] = "Error",
        ["Logging:LogLevel:System.Net.Http.HttpClient"] = "Warning",
        ["Logging:LogLevel:Yarp"] = "Warning",
        // It warns of every client that goes away; the Gateway says itself what no replica could answer.
        ["Logging:LogLevel:Yarp.ReverseProxy.Forwarder"] = "Error",
    };

    /// <summary>Adds what the Gateway and the services share: telemetry, health, discovery, JSON, problem details, an OpenAPI document, the clock.</summary>
    public static WebApplicationBuilder AddHostDefaults(this WebApplicationBuilder builder, string serviceName)
    {
        builder.Configuration.Sources.Insert(0, new MemoryConfigurationSource { InitialData = LogLevels });
        builder.AddSecretFiles();
        builder.AddPlatformTelemetry(serviceName);
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = MaxBodyBytes;
        });
        builder.Services.TryAddSingleton(TimeProvider.System);
        builder.Services.AddSingleton(new PlatformServiceName(serviceName));
        builder.Services.AddServiceDiscovery();
        builder.Services.AddHealthChecks().AddCheck("self", () => HealthCheckResult.Healthy(), ["live"]);
        builder.Services.AddHostedService<ParentProcessWatch>();
        builder.Services.AddPlatformProblems();
        builder.Services.ConfigureHttpJsonOptions(json => JsonDefaults.Configure(json.SerializerOptions));
        builder.Services.AddOpenApi(options => options.ShouldInclude = description => description.RelativePath?.StartsWith("internal/", StringComparison.Ordinal) != true);
        builder.Services.Configure<RouteHandlerOptions>(routing => routing.ThrowOnBadRequest = true);
        return builder;
    }

    /// <summary>Adds everything of a service behind the Gateway: the host's defaults, verified callers, documents, bus and outbox.</summary>
    public static WebApplicationBuilder AddServiceDefaults(this WebApplicationBuilder builder, string serviceName, Action<IBusRegistrationConfigurator> consumers)
    {
        builder.AddHostDefaults(serviceName);
        builder.Services.AddInternalTokenVerification();
        builder.AddFirestore();
        builder.AddPlatformBus(serviceName, consumers);
        return builder;
    }

    /// <summary>The documents: the database that the host put in, or the one that configuration names (<c>FIRESTORE_EMULATOR_HOST</c>, <c>Firestore:ProjectId</c>).</summary>
    public static WebApplicationBuilder AddFirestore(this WebApplicationBuilder builder)
    {
        builder.Services.TryAddSingleton(_ => new FirestoreDbBuilder
        {
            ProjectId = builder.Configuration["Firestore:ProjectId"] ?? "agentplatform",
            EmulatorDetection = EmulatorDetection.EmulatorOrProduction,
        }.Build());
        builder.Services.AddHealthChecks().AddCheck<StoreHealth>("store");
        return builder;
    }

    /// <summary>The logs of a service. <c>Logs:FollowOthers</c> (default true) is off in a host that knows that no other process appends to them.</summary>
    public static WebApplicationBuilder AddLogs(this WebApplicationBuilder builder)
    {
        var followOthers = builder.Configuration.GetValue("Logs:FollowOthers", true);
        builder.Services.AddSingleton(services => new LogFeeds(services.GetRequiredService<FirestoreDb>(), followOthers));
        return builder;
    }

    /// <summary>Error handling for all that follows; call first.</summary>
    public static WebApplication UseHostDefaults(this WebApplication app)
    {
        app.UseExceptionHandler();
        app.UseStatusCodePages();
        return app;
    }

    /// <summary>Maps the pipeline and the operations' endpoints of a service behind the Gateway.</summary>
    public static WebApplication UseServiceDefaults(this WebApplication app)
    {
        app.UseHostDefaults();
        app.UseAuthentication();
        app.UseAuthorization();
        app.UseMiddleware<IdempotencyMiddleware>();
        app.MapHealth();
        app.MapOpenApi().AllowAnonymous();
        return app;
    }

    /// <summary><c>/alive</c>: the process answers. <c>/ready</c>: so do the parts it needs.</summary>
    public static WebApplication MapHealth(this WebApplication app)
    {
        app.MapHealthChecks("/alive", new HealthCheckOptions { Predicate = check => check.Tags.Contains("live") }).AllowAnonymous();
        app.MapHealthChecks("/ready").AllowAnonymous();
        return app;
    }

    /// <summary>
    /// Secrets that are mounted as files of the folder <c>Secrets:Directory</c>, each named like the setting it holds (<c>Identity__SigningKey</c>).
    /// They win over the environment. A folder that is named must exist: a mount that is missing must not pass for a platform without secrets.
    /// </summary>
    private static void AddSecretFiles(this WebApplicationBuilder builder)
    {
        if (builder.Configuration["Secrets:Directory"] is { Length: > 0 } directory)
        {
            builder.Configuration.AddKeyPerFile(Path.GetFullPath(directory));
        }
    }
}
