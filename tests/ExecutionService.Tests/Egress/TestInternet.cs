using System.Collections.Concurrent;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using ExecutionService.Egress;
using ExecutionService.Egress.Proxying;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace ExecutionService.Tests.Egress;

/// <summary>
/// Hosts with public names and addresses, certificates from an authority of their own, and real sockets on loopback. The dialer's
/// rules are the product's; only where its names and connections lead is the test's.
/// </summary>
internal sealed class TestInternet : IAsyncDisposable
{
    private readonly ConcurrentDictionary<string, RequestDelegate> _hosts = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, Func<IPAddress[]>> _names = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, X509Certificate2> _leaves = new(StringComparer.Ordinal);
    private readonly X509Certificate2 _authority;
    private readonly WebApplication _server;
    private int _next = 10;

    private TestInternet()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=Test internet", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign, true));
        request.CertificateExtensions.Add(new X509SubjectKeyIdentifierExtension(request.PublicKey, false));
        _authority = request.CreateSelfSigned(DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch.AddYears(100));
        CertificatesPath = Path.Combine(Directory.CreateTempSubdirectory("internet-").FullName, "authority.pem");
        File.WriteAllText(CertificatesPath, _authority.ExportCertificatePem());

        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseKestrelHttpsConfiguration().ConfigureKestrel(kestrel =>
        {
            kestrel.Limits.MaxRequestBodySize = null;
            kestrel.Listen(IPAddress.Loopback, 0, listen => listen.UseHttps(https => https.ServerCertificateSelector = (_, name) => LeafFor(name ?? "")));
        });
        _server = builder.Build();
        _server.Run(context =>
        {
            Requests.Enqueue($"{context.Request.Method} {context.Request.Host}{context.Request.Path}{context.Request.QueryString}");
            return _hosts.TryGetValue(context.Request.Host.Host, out var answer) ? answer(context) : Task.CompletedTask;
        });
    }

    /// <summary>The authority of the hosts, as a file.</summary>
    public string CertificatesPath { get; }

    /// <summary>What the hosts were asked.</summary>
    public ConcurrentQueue<string> Requests { get; } = new();

    /// <summary>Names that were looked up.</summary>
    public ConcurrentQueue<string> Resolved { get; } = new();

    /// <summary>Addresses that were dialled.</summary>
    public ConcurrentQueue<IPEndPoint> Dialled { get; } = new();

    /// <summary>Shows the certificate of another host.</summary>
    public string? Impostor { get; set; }

    private IPEndPoint Place => IPEndPoint.Parse(new Uri(_server.Urls.Single()).Authority);

    public static async Task<TestInternet> StartAsync()
    {
        var internet = new TestInternet();
        await internet._server.StartAsync(TestContext.Current.CancellationToken);
        return internet;
    }

    /// <summary>A host that answers; it gets a public address.</summary>
    public TestInternet On(string host, RequestDelegate answer)
    {
        _hosts[host] = answer;
        var address = IPAddress.Parse($"93.184.215.{Interlocked.Increment(ref _next)}");
        _names.TryAdd(host, () => [address]);
        return this;
    }

    /// <summary>Says where a name leads.</summary>
    public TestInternet Name(string host, Func<IPAddress[]> addresses)
    {
        _names[host] = addresses;
        return this;
    }

    public TestInternet Name(string host, params string[] addresses) => Name(host, () => Array.ConvertAll(addresses, IPAddress.Parse));

    public EgressDialer Dialer(TimeProvider? clock = null, EgressOptions? options = null) =>
        new(ResolveAsync, ConnectAsync, [_authority], clock ?? TimeProvider.System, Options.Create(options ?? new EgressOptions()));

    /// <summary>What a client that trusts the authority, and more, is told.</summary>
    public static SslClientAuthenticationOptions Trusting(string host, string certificatesPath)
    {
        var policy = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck };
        policy.CustomTrustStore.ImportFromPemFile(certificatesPath);
        return new SslClientAuthenticationOptions { TargetHost = host, CertificateChainPolicy = policy, ApplicationProtocols = [SslApplicationProtocol.Http11] };
    }

    public async ValueTask DisposeAsync()
    {
        await _server.DisposeAsync();
        Directory.Delete(Path.GetDirectoryName(CertificatesPath)!, recursive: true);
        _authority.Dispose();
    }

    private Task<IPAddress[]> ResolveAsync(string host, CancellationToken cancellationToken)
    {
        Resolved.Enqueue(host);
        return Task.FromResult(_names.TryGetValue(host, out var addresses) ? addresses() : []);
    }

    private Task<Socket> ConnectAsync(IPEndPoint address, CancellationToken cancellationToken)
    {
        Dialled.Enqueue(address);
        return EgressDialer.ConnectAsync(Place, cancellationToken);
    }

    private X509Certificate2 LeafFor(string host) => _leaves.GetOrAdd(Impostor ?? host, name =>
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=Test host", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName(name.Length == 0 ? "nameless.example.com" : name);
        request.CertificateExtensions.Add(names.Build());
        request.CertificateExtensions.Add(X509AuthorityKeyIdentifierExtension.CreateFromCertificate(_authority, true, false));
        using var signed = request.Create(_authority, _authority.NotBefore, _authority.NotAfter, RandomNumberGenerator.GetBytes(8));
        return signed.CopyWithPrivateKey(key);
    });
}
