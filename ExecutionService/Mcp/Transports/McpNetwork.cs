using System.Net;
using System.Security.Cryptography.X509Certificates;
using ExecutionService.Egress.Rules;

namespace ExecutionService.Mcp.Transports;

/// <summary>Where MCP servers may be: gives the addresses of a host that may be connected to, none when it has none.</summary>
internal sealed class McpNetwork(Func<string, CancellationToken, Task<IPAddress[]>> resolve)
{
    /// <summary>The public internet.</summary>
    public static readonly McpNetwork Public = new(async (host, cancellationToken) =>
        Array.FindAll(await Dns.GetHostAddressesAsync(host, cancellationToken), PublicAddresses.Contains));

    /// <summary>Authorities whose certificates are trusted in place of the system's; the system's when null.</summary>
    public X509Certificate2Collection? Authorities { get; init; }

    public Task<IPAddress[]> ResolveAsync(string host, CancellationToken cancellationToken) => resolve(host, cancellationToken);
}
