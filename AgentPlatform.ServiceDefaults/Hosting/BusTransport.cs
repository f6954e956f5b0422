using MassTransit;

namespace AgentPlatform.ServiceDefaults.Hosting;

/// <summary>
/// The seam between the services and the bus: chooses MassTransit's transport. A host that runs several services in one
/// process, and tests, put one into <see cref="BusTransportProperty.Key"/> of the builder's properties; without one it is RabbitMQ.
/// </summary>
public delegate void BusTransport(IBusRegistrationConfigurator bus);

/// <summary>Where <see cref="BusTransport"/> is looked for.</summary>
public static class BusTransportProperty
{
    /// <summary>Key in <c>IHostApplicationBuilder.Properties</c>.</summary>
    public static readonly object Key = typeof(BusTransport);
}
