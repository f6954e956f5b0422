using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using ExecutionService.Egress.Rules;
using Microsoft.Extensions.Options;

namespace ExecutionService.Egress.Proxying;

/// <summary>Finds the addresses of a host.</summary>
internal delegate Task<IPAddress[]> HostResolver(string host, CancellationToken cancellationToken);

/// <summary>Connects to an address.</summary>
internal delegate Task<Socket> AddressConnector(IPEndPoint address, CancellationToken cancellationToken);

/// <summary>
/// Connects to hosts of the public internet on behalf of runs. A name is resolved once, its addresses are checked, and what was
/// checked is what is dialled: a name that changes its mind gains nothing.
/// </summary>
/// <param name="resolve">The DNS.</param>
/// <param name="connect">The network.</param>
/// <param name="authorities">Who vouches for hosts; the system's authorities when null.</param>
/// <param name="clock">The time.</param>
/// <param name="options">How long hosts have.</param>
internal sealed class EgressDialer(HostResolver resolve, AddressConnector connect, X509Certificate2Collection? authorities, TimeProvider clock, IOptions<EgressOptions> options)
{
    /// <summary>The only port that runs reach.</summary>
    public const int Port = 443;

    /// <summary>Addresses of one host that are tried.</summary>
    private const int MaxTries = 4;

    /// <summary>A connection to the host.</summary>
    /// <exception cref="EgressException">The host has no address on the public internet, or cannot be reached.</exception>
    public async Task<Socket> ConnectAsync(string host, CancellationToken cancellationToken)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(options.Value.ConnectSeconds), clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, patience.Token);
        try
        {
            var found = await resolve(host, either.Token);
            var addresses = found.Where(PublicAddresses.Contains).OrderBy(address => address.AddressFamily).Take(MaxTries).ToList();
            if (addresses.Count == 0)
            {
                throw new EgressException(found.Length == 0 ? $"{host} has no address." : $"{host} has no address on the public internet.", refused: found.Length > 0);
            }

            return await ConnectAsync(addresses, either.Token);
        }
        catch (SocketException)
        {
            throw new EgressException($"{host} cannot be reached.");
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new EgressException($"{host} did not answer within {options.Value.ConnectSeconds} seconds.");
        }
    }

    /// <summary>How a host proves who it is: by a certificate for its name from a trusted authority.</summary>
    public SslClientAuthenticationOptions Tls(string? host)
    {
        var tls = new SslClientAuthenticationOptions { TargetHost = host, EnabledSslProtocols = SslProtocols.Tls12 | SslProtocols.Tls13, ApplicationProtocols = [SslApplicationProtocol.Http11] };
        if (authorities is not null)
        {
            tls.CertificateChainPolicy = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck };
            tls.CertificateChainPolicy.CustomTrustStore.AddRange(authorities);
        }

        return tls;
    }

    /// <summary>The DNS of this machine. The final dot keeps its search list out: no name of the cluster is found under a public one.</summary>
    public static Task<IPAddress[]> ResolveAsync(string host, CancellationToken cancellationToken) => Dns.GetHostAddressesAsync($"{host}.", cancellationToken);

    /// <summary>The network of this machine.</summary>
    public static async Task<Socket> ConnectAsync(IPEndPoint address, CancellationToken cancellationToken)
    {
        var socket = new Socket(address.AddressFamily, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(address, cancellationToken);
            return socket;
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    private async Task<Socket> ConnectAsync(List<IPAddress> addresses, CancellationToken cancellationToken)
    {
        foreach (var address in addresses.SkipLast(1))
        {
            try
            {
                return await connect(new IPEndPoint(address, Port), cancellationToken);
            }
            catch (SocketException)
            {
                // The next address may answer; what the last one says is told.
            }
        }

        return await connect(new IPEndPoint(addresses[^1], Port), cancellationToken);
    }
}
