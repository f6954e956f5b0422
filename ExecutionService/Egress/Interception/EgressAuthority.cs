using System.Collections.Concurrent;
using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using AgentPlatform.ServiceDefaults;
using Microsoft.Extensions.Options;

namespace ExecutionService.Egress.Interception;

/// <summary>
/// Vouches for hosts towards the programs in sandboxes, so that the proxy can put secrets in. Made with the process, in memory;
/// nobody but those programs trusts it.
/// </summary>
internal sealed partial class EgressAuthority : IDisposable
{
    private const int MaxLeaves = 1_000;

    private static readonly string[] SystemCertificates = ["/etc/ssl/certs/ca-certificates.crt", "/etc/pki/tls/certs/ca-bundle.crt", "/etc/ssl/ca-bundle.pem", "/etc/ssl/cert.pem"];

    private readonly ConcurrentDictionary<string, SslStreamCertificateContext> _leaves = new(StringComparer.Ordinal);
    private readonly Lazy<X509Certificate2> _certificate;
    private readonly Lazy<string> _bundle;
    private readonly DateTimeOffset _from;
    private readonly EgressOptions _options;
    private readonly ILogger _logger;

    public EgressAuthority(TimeProvider clock, IOptions<EgressOptions> options, ILogger<EgressAuthority> logger)
    {
        (_options, _logger) = (options.Value, logger);
        _from = clock.GetUtcNow().AddDays(-1);
        _certificate = new Lazy<X509Certificate2>(Create);
        _bundle = new Lazy<string>(WriteBundle);
    }

    /// <summary>File with the certificates that programs are to trust: the system's and this one's.</summary>
    public string CertificatesPath => _bundle.Value;

    /// <summary>What a host shows to programs.</summary>
    public SslStreamCertificateContext LeafFor(string host)
    {
        if (_leaves.Count >= MaxLeaves)
        {
            _leaves.Clear();
        }

        return _leaves.GetOrAdd(host, CreateLeaf);
    }

    public void Dispose()
    {
        if (_certificate.IsValueCreated)
        {
            _certificate.Value.Dispose();
        }

        if (_bundle.IsValueCreated)
        {
            Directory.Delete(Path.GetDirectoryName(_bundle.Value)!, recursive: true);
        }
    }

    private X509Certificate2 Create()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=AgentPlatform egress", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(certificateAuthority: true, hasPathLengthConstraint: true, pathLengthConstraint: 0, critical: true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign | X509KeyUsageFlags.CrlSign, critical: true));
        request.CertificateExtensions.Add(new X509SubjectKeyIdentifierExtension(request.PublicKey, critical: false));
        return request.CreateSelfSigned(_from, _from.AddYears(2));
    }

    private SslStreamCertificateContext CreateLeaf(string host)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=AgentPlatform egress host", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName(host);
        request.CertificateExtensions.Add(names.Build());
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(certificateAuthority: false, hasPathLengthConstraint: false, pathLengthConstraint: 0, critical: true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.DigitalSignature, critical: true));
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid("1.3.6.1.5.5.7.3.1")], critical: false));
        request.CertificateExtensions.Add(new X509SubjectKeyIdentifierExtension(request.PublicKey, critical: false));
        request.CertificateExtensions.Add(X509AuthorityKeyIdentifierExtension.CreateFromCertificate(_certificate.Value, includeKeyIdentifier: true, includeIssuerAndSerial: false));
        using var signed = request.Create(_certificate.Value, _from, _from.AddYears(2), RandomNumberGenerator.GetBytes(16));
        return SslStreamCertificateContext.Create(signed.CopyWithPrivateKey(key), additionalCertificates: null, offline: true);
    }

    /// <summary>In a folder that others may enter but not list.</summary>
    private string WriteBundle()
    {
        var folder = UnixAccess.CreateUnlistedFolder(_options.SocketRoot);
        var path = Path.Combine(folder, $"{RandomId.New()}.pem");
        var system = _options.SystemCertificatesPath ?? Array.Find(SystemCertificates, File.Exists);
        if (system is null)
        {
            LogNoCertificates();
        }

        File.WriteAllText(path, $"{(system is null ? "" : File.ReadAllText(system).TrimEnd())}\n{_certificate.Value.ExportCertificatePem()}\n");
        UnixAccess.LetRead(path);
        return path;
    }

    [LoggerMessage(LogLevel.Warning, "This machine has no file of trusted certificates: programs in sandboxes reach only hosts that get secrets")]
    private partial void LogNoCertificates();
}
