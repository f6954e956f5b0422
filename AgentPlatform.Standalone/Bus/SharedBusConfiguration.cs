using MassTransit;
using MassTransit.Configuration;
using MassTransit.InMemoryTransport;
using MassTransit.InMemoryTransport.Configuration;
using MassTransit.Observables;
using MassTransit.Transports.Fabric;
using MassTransit.Util;

namespace AgentPlatform.Standalone.Bus;

/// <summary>A bus configuration whose host takes its transport from the shared fabric.</summary>
internal sealed class SharedBusConfiguration : InMemoryEndpointConfiguration, IInMemoryBusConfiguration
{
    private readonly BusObservable _observers = new();

    public SharedBusConfiguration(IInMemoryTopologyConfiguration topology, IMessageFabric<InMemoryTransportContext, InMemoryTransportMessage> fabric)
        : base(topology)
    {
        HostConfiguration = new SharedHostConfiguration(this, topology, fabric);
        BusEndpointConfiguration = CreateEndpointConfiguration(true);
    }

    public IInMemoryHostConfiguration HostConfiguration { get; }

    public IInMemoryEndpointConfiguration BusEndpointConfiguration { get; }

    IHostConfiguration IBusConfiguration.HostConfiguration => HostConfiguration;

    IEndpointConfiguration IBusConfiguration.BusEndpointConfiguration => BusEndpointConfiguration;

    IBusObserver IBusConfiguration.BusObservers => _observers;

    public ConnectHandle ConnectBusObserver(IBusObserver observer) => _observers.Connect(observer);

    public ConnectHandle ConnectEndpointConfigurationObserver(IEndpointConfigurationObserver observer) => HostConfiguration.ConnectEndpointConfigurationObserver(observer);

    /// <summary>The stock host configuration, but for where its transport comes from.</summary>
    private sealed class SharedHostConfiguration : InMemoryHostConfiguration, IInMemoryHostConfiguration
    {
        private readonly Recycle<IInMemoryTransportProvider> _provider;

        public SharedHostConfiguration(IInMemoryBusConfiguration bus, IInMemoryTopologyConfiguration topology, IMessageFabric<InMemoryTransportContext, InMemoryTransportMessage> fabric)
            : base(bus, null!, topology) =>
            _provider = new Recycle<IInMemoryTransportProvider>(() => new SharedTransportProvider(this, topology, fabric));

        IInMemoryTransportProvider IInMemoryHostConfiguration.TransportProvider => _provider.Supervisor;
    }
}
