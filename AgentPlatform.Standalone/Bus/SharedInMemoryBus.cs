using AgentPlatform.ServiceDefaults.Hosting;
using MassTransit;
using MassTransit.InMemoryTransport;
using MassTransit.InMemoryTransport.Configuration;
using MassTransit.Transports.Fabric;

namespace AgentPlatform.Standalone.Bus;

/// <summary>
/// MassTransit's in-memory transport with one fabric for several buses: each service keeps its own container and bus, and
/// what one publishes the others consume. MassTransit itself gives every in-memory bus a fabric of its own.
/// </summary>
internal sealed class SharedInMemoryBus
{
    private readonly MessageFabric<InMemoryTransportContext, InMemoryTransportMessage> _fabric = new();

    /// <summary>The transport to give to each service.</summary>
    public BusTransport Transport => bus => bus.SetBusFactory(
        new SharedBusFactory(new SharedBusConfiguration(new InMemoryTopologyConfiguration(InMemoryBus.CreateMessageTopology()), _fabric)));
}
