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
    private static readonly string[] Sources = [PlatformTelemetry.Name, "Experimental.Microsoft.Extensions.AI", "MassTransit", "Yarp.ReverseProxy"];
    private static readonly string[] Meters = [PlatformTelemetry.Name, "Experimental.Microsoft.Extensions.AI", "MassTransit", "Polly", "Yarp.ReverseProxy"];

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
        builder.Services.AddOpenTelemetry()
            .ConfigureResource(resource => resource.AddService(serviceName))
            .WithMetrics(metrics => metrics.AddAspNetCoreInstrumentation().AddHttpClientInstrumentation().AddRuntimeInstrumentation().AddMeter(Meters))
            .WithTracing(tracing => tracing.AddSource(Sources)
                .AddAspNetCoreInstrumentation(http => http.Filter = context => context.Request.Path.Value is not ("/alive" or "/ready"))
                .AddHttpClientInstrumentation())
            .UseOtlpExporter();
        return builder;
    }
}
