using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using OpenTelemetry;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace AgentPlatform.ServiceDefaults.Telemetry;

/// <summary>OpenTelemetry by the standard <c>OTEL_*</c> variables; nothing is collected when no endpoint is set.</summary>
public static class TelemetryExtensions
{
    /// <summary>The platform's own are all named AgentPlatform or begin with it.</summary>
    private static readonly string[] Sources = [$"{PlatformTelemetry.Name}*", "MassTransit"];
    private static readonly string[] Meters = [$"{PlatformTelemetry.Name}*", "MassTransit", "Polly", "Yarp.ReverseProxy"];

    /// <summary>Exports traces, metrics and logs when <c>OTEL_EXPORTER_OTLP_ENDPOINT</c> is set.</summary>
    public static IHostApplicationBuilder AddPlatformTelemetry(this IHostApplicationBuilder builder, string serviceName)
    {
        if (string.IsNullOrWhiteSpace(builder.Configuration["OTEL_EXPORTER_OTLP_ENDPOINT"]))
        {
            return builder;
        }

        builder.Logging.AddOpenTelemetry(logging =>
        {
            logging.IncludeFormattedMessage = true;
            logging.IncludeScopes = true;
        });
        var shared = builder.Properties.TryGetValue(SharedTelemetry.Key, out var given) ? (SharedTelemetry)given : null;
        var telemetry = builder.Services.AddOpenTelemetry()
            .ConfigureResource(resource => resource.AddService(shared?.ServiceName ?? serviceName, autoGenerateServiceInstanceId: !IsInstanceNamed(builder.Configuration)))
            .UseOtlpExporter();
        if (shared?.TryClaim() == false)
        {
            return builder;
        }

        telemetry
            .WithMetrics(metrics => metrics.AddAspNetCoreInstrumentation().AddHttpClientInstrumentation().AddRuntimeInstrumentation().AddMeter(Meters))
            .WithTracing(tracing => tracing.AddSource(Sources)
                .AddAspNetCoreInstrumentation(http => http.Filter = context => IsTold(context.Request.Path.Value))
                .AddHttpClientInstrumentation(http => http.FilterHttpRequestMessage = request => IsTold(request.RequestUri?.AbsolutePath)));
        return builder;
    }

    private static bool IsInstanceNamed(IConfiguration configuration) => configuration["OTEL_RESOURCE_ATTRIBUTES"]?.Contains("service.instance.id", StringComparison.Ordinal) == true;

    /// <summary>Not probes; and calls of the store have spans of their own (FirestoreTelemetry), which say more.</summary>
    private static bool IsTold(string? path) => path is not ("/alive" or "/ready") && path?.StartsWith("/google.firestore.", StringComparison.Ordinal) != true;
}
