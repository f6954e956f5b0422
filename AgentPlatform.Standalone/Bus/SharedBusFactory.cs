using MassTransit;
using MassTransit.Configuration;
using MassTransit.InMemoryTransport;
using MassTransit.InMemoryTransport.Configuration;
using MassTransit.Transports;

namespace AgentPlatform.Standalone.Bus;

/// <summary>Makes a bus on the shared fabric.</summary>
internal sealed class SharedBusFactory(SharedBusConfiguration configuration)
    : TransportRegistrationBusFactory<IInMemoryReceiveEndpointConfigurator>(configuration.HostConfiguration)
{
    public override IBusInstance CreateBus(IBusRegistrationContext context, IEnumerable<IBusInstanceSpecification> specifications, string busName) =>
        CreateBus(
            new InMemoryBusFactoryConfigurator(configuration), context, ConfigureEndpoints, specifications);

    private static readonly Action<IBusRegistrationContext, IInMemoryBusFactoryConfigurator> ConfigureEndpoints = (registration, bus) => bus.ConfigureEndpoints(registration);

    protected override IBusInstance CreateBusInstance(
        IBusControl bus, IHost<IInMemoryReceiveEndpointConfigurator> host, IHostConfiguration hostConfiguration, IBusRegistrationContext context) =>
        new InMemoryBusInstance(bus, host, hostConfiguration, context);
}
