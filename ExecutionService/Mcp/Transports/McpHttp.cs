using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using Microsoft.Extensions.Options;

namespace ExecutionService.Mcp.Transports;

/// <summary>Makes HTTP clients that reach one address and nothing else: no redirects, no proxy, no private hosts, no endless answers.</summary>
internal sealed class McpHttp(McpNetwork network, IOptions<McpOptions> options)
{
    /// <exception cref="McpRefusedException">The address is not one that may be reached.</exception>
    public HttpClient CreateClient(Uri address)
    {
        if (address.Scheme != Uri.UriSchemeHttps)
        {
            throw new McpRefusedException("its address is not an https:// one");
        }

        var allowed = options.Value.AllowedHosts;
        if (allowed.Count > 0 && !allowed.Contains(address.IdnHost, StringComparer.OrdinalIgnoreCase))
        {
            throw new McpRefusedException($"{address.IdnHost} is not among the hosts that this platform allows");
        }

        var handler = new McpHttpHandler(address, options.Value.MaxResponseBytes, new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            ConnectCallback = ConnectAsync,
            SslOptions = new SslClientAuthenticationOptions { CertificateChainPolicy = Trust() },
            UseCookies = false,
            UseProxy = false,
        });
        return new HttpClient(handler, disposeHandler: true) { MaxResponseContentBufferSize = options.Value.MaxResponseBytes, Timeout = Timeout.InfiniteTimeSpan };
    }

    /// <summary>Connects to the address that was looked at, not to what the name means a moment later.</summary>
    private async ValueTask<Stream> ConnectAsync(SocketsHttpConnectionContext context, CancellationToken cancellationToken)
    {
        var addresses = await network.ResolveAsync(context.DnsEndPoint.Host, cancellationToken);
        if (addresses.Length == 0)
        {
            throw new McpRefusedException($"{context.DnsEndPoint.Host} has no public address");
        }

        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(addresses, context.DnsEndPoint.Port, cancellationToken);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    private X509ChainPolicy? Trust()
    {
        if (network.Authorities is not { } authorities)
        {
            return null;
        }

        var policy = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck };
        policy.CustomTrustStore.AddRange(authorities);
        return policy;
    }
}
