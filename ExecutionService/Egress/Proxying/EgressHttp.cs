using System.Net;
using System.Net.Sockets;
using System.Text;
using ExecutionService.Egress.Rules;

namespace ExecutionService.Egress.Proxying;

/// <summary>HTTPS requests of the platform's own to hosts that users name: the same addresses as for runs, no redirects followed, no trace context given away.</summary>
internal sealed class EgressHttp : IDisposable
{
    private readonly HttpMessageInvoker _http;

    public EgressHttp(EgressDialer dialer)
    {
        _http = new HttpMessageInvoker(new SocketsHttpHandler
        {
            ActivityHeadersPropagator = null,
            AllowAutoRedirect = false,
            AutomaticDecompression = DecompressionMethods.All,
            ConnectCallback = async (connection, cancellationToken) => new NetworkStream(await dialer.ConnectAsync(connection.DnsEndPoint.Host, cancellationToken), ownsSocket: true),
            MaxConnectionsPerServer = 16,
            PooledConnectionIdleTimeout = TimeSpan.FromSeconds(30),
            PooledConnectionLifetime = TimeSpan.FromMinutes(2),
            // Secrets and titles may hold any letter.
            RequestHeaderEncodingSelector = (_, _) => Encoding.UTF8,
            SslOptions = dialer.Tls(host: null),
            UseCookies = false,
            UseProxy = false,
        });
    }

    /// <summary>The answer, its body not yet read.</summary>
    /// <exception cref="EgressException">The address is refused or the host cannot be reached.</exception>
    public async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var address = request.RequestUri!;
        if (address.Scheme != Uri.UriSchemeHttps || address.Port != EgressDialer.Port || HostNames.Read(address.IdnHost) is not { } host)
        {
            throw new EgressException("The address is not https:// with the name of a host.", refused: true);
        }

        try
        {
            return await _http.SendAsync(request, cancellationToken);
        }
        catch (HttpRequestException exception)
        {
            // What the network says of itself is not for users.
            throw exception.InnerException as EgressException ?? new EgressException(
                exception.HttpRequestError == HttpRequestError.SecureConnectionError ? $"{host} could not prove who it is." : $"{host} gave no answer.");
        }
    }

    public void Dispose() => _http.Dispose();
}
