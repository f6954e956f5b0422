using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using Microsoft.Extensions.Options;

namespace ExecutionService.ClaudeCode.Relay;

/// <summary>Kestrel on one Unix socket, without a host around it: no configuration, no signals, nothing but the handler.</summary>
internal sealed class RelayServer : IHttpApplication<HttpContext>, IDisposable
{
    /// <summary>A run's program has a few; a sandbox that opens many gets no more.</summary>
    private const int MaxConnections = 64;

    private readonly Func<HttpContext, Task> _handle;
    private readonly KestrelServer _server;

    public RelayServer(string socketPath, int maxRequestBytes, Func<HttpContext, Task> handle, ILoggerFactory logs)
    {
        _handle = handle;
        var options = new KestrelServerOptions
        {
            AddServerHeader = false,
            Limits =
            {
                MaxConcurrentConnections = MaxConnections,
                MaxRequestBodySize = maxRequestBytes + 1L,
                // A model thinks for minutes, and a program that is held up is not an attack.
                MinResponseDataRate = null,
            },
        };
        options.ListenUnixSocket(socketPath);
        _server = new KestrelServer(Options.Create(options), new SocketTransportFactory(Options.Create(new SocketTransportOptions()), logs), logs);
    }

    public Task StartAsync(CancellationToken cancellationToken) => _server.StartAsync(this, cancellationToken);

    /// <summary>Ends every connection.</summary>
    public Task StopAsync() => _server.StopAsync(new CancellationToken(canceled: true));

    public HttpContext CreateContext(IFeatureCollection contextFeatures) => new DefaultHttpContext(contextFeatures);

    public Task ProcessRequestAsync(HttpContext context) => _handle(context);

    public void DisposeContext(HttpContext context, Exception? exception)
    {
    }

    public void Dispose() => _server.Dispose();
}
