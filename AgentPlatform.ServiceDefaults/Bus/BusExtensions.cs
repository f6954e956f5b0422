using System.Net;
using AgentPlatform.ServiceDefaults.Hosting;
using AgentPlatform.ServiceDefaults.Outbox;
using MassTransit;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;

namespace AgentPlatform.ServiceDefaults.Bus;

/// <summary>Registers the bus, the outbox and its relay.</summary>
public static class BusExtensions
{
    /// <summary>Five minutes together.</summary>
    private const int OutageRetries = 34;

    /// <summary>Connects the service to the bus with the consumers that <paramref name="consumers"/> adds.</summary>
    public static IHostApplicationBuilder AddPlatformBus(this IHostApplicationBuilder builder, string serviceName, Action<IBusRegistrationConfigurator> consumers)
    {
        var transport = builder.Properties.TryGetValue(BusTransportProperty.Key, out var given) ? (BusTransport)given : UseRabbitMq(builder.Configuration);
        builder.Services.AddMassTransit(bus =>
        {
            // It would tell its makers of this platform's endpoints; nothing here contacts anybody unasked.
            bus.DisableUsageTelemetry();
            bus.SetEndpointNameFormatter(new KebabCaseEndpointNameFormatter(serviceName, includeNamespace: false));
            // The store is the truth and the bus the doorbell: without a broker a service still answers, and says that it is degraded.
            bus.ConfigureHealthCheckOptions(health => health.MinimalFailureStatus = HealthStatus.Degraded);
            consumers(bus);
            bus.AddConfigureEndpointsCallback((_, endpoint) =>
            {
                // What another part being away causes ends with it; anything else goes to the error queue soon (docs/operating.md).
                endpoint.UseMessageRetry(retry =>
                {
                    retry.Handle<Exception>(IsOutage);
                    retry.Exponential(OutageRetries, TimeSpan.FromMilliseconds(500), TimeSpan.FromSeconds(10), TimeSpan.FromSeconds(1));
                });
                endpoint.UseMessageRetry(retry =>
                {
                    retry.Ignore<Exception>(IsOutage);
                    retry.Exponential(5, TimeSpan.FromMilliseconds(100), TimeSpan.FromSeconds(5), TimeSpan.FromMilliseconds(200));
                });
            });
            transport(bus);
        });
        builder.Services.AddOptions<OutboxOptions>().BindConfiguration(OutboxOptions.Section).ValidateDataAnnotations().ValidateOnStart();
        builder.Services.AddSingleton<Outbox.Outbox>();
        builder.Services.TryAddSingleton(new OutboxGate(Task.CompletedTask));
        builder.Services.AddSingleton<OutboxRelay>();
        builder.Services.AddHostedService(services => services.GetRequiredService<OutboxRelay>());
        return builder;
    }

    private static bool IsOutage(Exception exception) =>
        exception is HttpRequestException { StatusCode: null or >= HttpStatusCode.BadGateway and <= HttpStatusCode.GatewayTimeout } or TimeoutException or Polly.ExecutionRejectedException or Grpc.Core.RpcException { StatusCode: Grpc.Core.StatusCode.Unavailable or Grpc.Core.StatusCode.DeadlineExceeded };

    private static BusTransport UseRabbitMq(IConfiguration configuration) => bus =>
    {
        var address = configuration.GetConnectionString("rabbitmq")
            ?? throw new InvalidOperationException("ConnectionStrings:rabbitmq is not set: a service that runs on its own needs a broker (amqp://user:password@host:5672). AgentPlatform.Standalone needs none.");
        bus.AddConfigureEndpointsCallback((_, endpoint) =>
        {
            if (endpoint is IRabbitMqReceiveEndpointConfigurator rabbit)
            {
                rabbit.SetQuorumQueue();
            }
        });
        bus.UsingRabbitMq((context, rabbit) =>
        {
            rabbit.Host(new Uri(address));
            rabbit.ConfigureEndpoints(context);
        });
    };
}
