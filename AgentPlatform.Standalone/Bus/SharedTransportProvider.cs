using MassTransit;
using MassTransit.InMemoryTransport;
using MassTransit.InMemoryTransport.Configuration;
using MassTransit.Middleware;
using MassTransit.Transports;
using MassTransit.Transports.Fabric;

namespace AgentPlatform.Standalone.Bus;

/// <summary>Sends and publishes into the shared fabric.</summary>
internal sealed class SharedTransportProvider : Agent, IInMemoryTransportProvider
{
    private readonly IInMemoryHostConfiguration _host;
    private readonly IInMemoryTopologyConfiguration _topology;

    public SharedTransportProvider(IInMemoryHostConfiguration host, IInMemoryTopologyConfiguration topology, IMessageFabric<InMemoryTransportContext, InMemoryTransportMessage> fabric)
    {
        (_host, _topology, MessageFabric) = (host, topology, fabric);
        SetReady();
    }

    public IMessageFabric<InMemoryTransportContext, InMemoryTransportMessage> MessageFabric { get; }

    public Task<ISendTransport> CreateSendTransport(ReceiveEndpointContext context, Uri address)
    {
        var endpoint = new InMemoryEndpointAddress(_host.HostAddress, address);
        var exchange = MessageFabric.GetExchange(this, endpoint.Name, endpoint.ExchangeType);
        return Task.FromResult<ISendTransport>(new SendTransport<PipeContext>(new InMemorySendTransportContext(_host, context, exchange)));
    }

    public Task<ISendTransport> CreatePublishTransport<T>(ReceiveEndpointContext context, Uri publishAddress)
        where T : class
    {
        _topology.Publish.GetMessageTopology<T>().Apply(new MessageFabricPublishTopologyBuilder<InMemoryTransportContext, InMemoryTransportMessage>(this, MessageFabric));
        return CreateSendTransport(context, publishAddress);
    }

    public Uri NormalizeAddress(Uri address) => new InMemoryEndpointAddress(_host.HostAddress, address);

    public void Probe(ProbeContext context) => MessageFabric.Probe(context);
}
