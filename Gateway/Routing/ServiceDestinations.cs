using Microsoft.Extensions.Primitives;
using Microsoft.Extensions.ServiceDiscovery;
using Yarp.ReverseProxy.Configuration;
using Yarp.ReverseProxy.ServiceDiscovery;

namespace Gateway.Routing;

/// <summary>Turns a service's name into its replicas by service discovery (<c>services__name__http__0</c>); other names go to DNS as they are.</summary>
internal sealed class ServiceDestinations(ServiceEndpointResolver resolver) : IDestinationResolver
{
    public async ValueTask<ResolvedDestinationCollection> ResolveDestinationsAsync(IReadOnlyDictionary<string, DestinationConfig> destinations, CancellationToken cancellationToken)
    {
        var resolved = new Dictionary<string, DestinationConfig>();
        var changes = new List<IChangeToken>();
        foreach (var (name, destination) in destinations)
        {
            var source = await resolver.GetEndpointsAsync(new Uri(destination.Address).GetLeftPart(UriPartial.Authority), cancellationToken);
            changes.Add(source.ChangeToken);
            foreach (var endpoint in source.Endpoints)
            {
                var text = endpoint.ToString()!;
                var address = text.Contains("://", StringComparison.Ordinal) ? text : $"http://{text}";
                resolved[$"{name}[{text}]"] = destination with { Address = address };
            }
        }

        return new ResolvedDestinationCollection(resolved, changes.Count == 0 ? null : new CompositeChangeToken(changes));
    }
}
