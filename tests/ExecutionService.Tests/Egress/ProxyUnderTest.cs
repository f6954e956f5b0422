using System.Collections.Concurrent;
using System.Net.Security;
using System.Net.Sockets;
using System.Text;
using ExecutionService.Egress;
using ExecutionService.Egress.Interception;
using ExecutionService.Egress.Proxying;
using ExecutionService.Egress.Rules;
using ExecutionService.Sandboxes;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace ExecutionService.Tests.Egress;

/// <summary>The way out of one run, and clients of it.</summary>
internal sealed class ProxyUnderTest : IAsyncDisposable
{
    private readonly EgressAuthority _authority;

    public ProxyUnderTest(TestInternet internet, IReadOnlyList<string> domains, IReadOnlyList<RunSecret>? secrets = null, Action<EgressOptions>? configure = null, TimeProvider? clock = null, ILogger? logger = null)
    {
        var options = new EgressOptions { SystemCertificatesPath = internet.CertificatesPath };
        configure?.Invoke(options);
        var time = clock ?? TimeProvider.System;
        // Certificates are of the real time: the programs that read them know no other.
        _authority = new EgressAuthority(TimeProvider.System, Options.Create(options), NullLogger<EgressAuthority>.Instance);
        var run = new EgressRun(new EgressPolicy(domains), secrets ?? [], new EgressRecord(options, time), Decided.Enqueue, used =>
        {
            Used.Enqueue(used);
            return Task.CompletedTask;
        });
        Session = new EgressSession(run, new EgressProxy(run, internet.Dialer(time, options), _authority, options, time), _authority.CertificatesPath, options, logger ?? NullLogger.Instance);
    }

    public EgressSession Session { get; }

    public ConcurrentQueue<EgressDecision> Decided { get; } = new();

    public ConcurrentQueue<IReadOnlyCollection<string>> Used { get; } = new();

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    public Task<NetworkStream> DialAsync() => DialAsync(Session.Egress);

    private static async Task<NetworkStream> DialAsync(SandboxEgress egress)
    {
        var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        await socket.ConnectAsync(new UnixDomainSocketEndPoint(egress.SocketPath), Cancelled);
        return new NetworkStream(socket, ownsSocket: true);
    }

    /// <summary>Sends a head as it is, and reads the head of the answer.</summary>
    public static async Task<string> AskAsync(Stream stream, string head)
    {
        await stream.WriteAsync(Encoding.Latin1.GetBytes(head), Cancelled);
        return await ReadHeadAsync(stream);
    }

    public static async Task<string> ReadHeadAsync(Stream stream)
    {
        var head = new StringBuilder();
        var one = new byte[1];
        while (!head.ToString().EndsWith("\r\n\r\n", StringComparison.Ordinal) && await ReadAsync(stream, one) > 0)
        {
            head.Append((char)one[0]);
        }

        return head.ToString();
    }

    /// <summary>Everything up to the end, however it comes.</summary>
    public static async Task<string> ReadToEndAsync(Stream stream)
    {
        var all = new StringBuilder();
        var piece = new byte[4096];
        int read;
        while ((read = await ReadAsync(stream, piece)) > 0)
        {
            all.Append(Encoding.Latin1.GetString(piece, 0, read));
        }

        return all.ToString();
    }

    /// <summary>A connection to a host, the proxy having said yes.</summary>
    public Task<Stream> ConnectAsync(string host) => ConnectAsync(Session.Egress, host);

    private static async Task<Stream> ConnectAsync(SandboxEgress egress, string host)
    {
        var stream = await DialAsync(egress);
        var answer = await AskAsync(stream, $"CONNECT {host}:443 HTTP/1.1\r\nHost: {host}:443\r\n\r\n");
        return answer.StartsWith("HTTP/1.1 200 ", StringComparison.Ordinal) ? stream : throw new HttpRequestException($"{answer}{await ReadToEndAsync(stream)}");
    }

    /// <summary>TLS to a host through the proxy, trusting what the sandbox is told to trust.</summary>
    public Task<SslStream> ConnectTlsAsync(string host) => ConnectTlsAsync(Session.Egress, host);

    private static async Task<SslStream> ConnectTlsAsync(SandboxEgress egress, string host)
    {
        var tls = new SslStream(await ConnectAsync(egress, host));
        await tls.AuthenticateAsClientAsync(TestInternet.Trusting(host, egress.CertificatesPath), Cancelled);
        return tls;
    }

    /// <summary>An HTTP client as a program in the sandbox has one.</summary>
    public HttpClient Client() => ClientOf(Session.Egress);

    /// <summary>The same for any way out.</summary>
    public static HttpClient ClientOf(SandboxEgress egress) => new(new SocketsHttpHandler
    {
        ActivityHeadersPropagator = null,
        PooledConnectionLifetime = TimeSpan.Zero,
        UseProxy = false,
        ConnectCallback = async (context, _) => await ConnectTlsAsync(egress, context.DnsEndPoint.Host),
    });

    /// <summary>The decision about the connection that has ended last, once it is there.</summary>
    public async Task<EgressDecision> DecisionAsync()
    {
        await Session.DisposeAsync();
        return Decided.Last();
    }

    public async ValueTask DisposeAsync()
    {
        await Session.DisposeAsync();
        _authority.Dispose();
    }

    private static async Task<int> ReadAsync(Stream stream, byte[] piece)
    {
        try
        {
            return await stream.ReadAsync(piece, Cancelled).AsTask().WaitAsync(ExecutionApp.Patience, Cancelled);
        }
        catch (IOException)
        {
            // Cut off: an end all the same.
            return 0;
        }
    }
}
