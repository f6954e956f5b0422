using System.Runtime.ExceptionServices;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using AgentPlatform.Firestore;
using Grpc.Core;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.Extensions.Options;

namespace ExecutionService.Secrets;

/// <summary>
/// Encrypts values with ASP.NET Data Protection, each bound to its user and name: a ciphertext that is moved to another document
/// cannot be read. The ring is read when it is first needed and again when a value has a key that it does not know: another
/// replica may have made it.
/// </summary>
internal sealed class SecretKeyRing(FirestoreDb db, TimeProvider clock, IOptions<SecretOptions> options)
{
    private const string Application = "agentplatform";
    private const string Purpose = "AgentPlatform.Secrets.v1";
    private static readonly TimeSpan BetweenReads = TimeSpan.FromSeconds(30);

    private readonly Lock _gate = new();
    private IDataProtectionProvider? _ring;
    private long _readAt;

    /// <exception cref="RpcException">The keys cannot be read now.</exception>
    public byte[] Protect(string userId, string name, string value)
    {
        try
        {
            return Protector(Ring(), userId, name).Protect(Encoding.UTF8.GetBytes(value));
        }
        catch (CryptographicException exception) when (exception.InnerException is RpcException outage)
        {
            ExceptionDispatchInfo.Throw(outage);
            throw;
        }
    }

    /// <exception cref="CryptographicException">The value was changed or is another's, or its key is gone.</exception>
    /// <exception cref="RpcException">The keys cannot be read now.</exception>
    public string Unprotect(string userId, string name, byte[] value)
    {
        var ring = Ring();
        try
        {
            return Encoding.UTF8.GetString(Protector(ring, userId, name).Unprotect(value));
        }
        catch (CryptographicException exception) when (exception.InnerException is RpcException outage)
        {
            ExceptionDispatchInfo.Throw(outage);
            throw;
        }
        catch (CryptographicException) when (ReadAgain(ring) is { } newer)
        {
            return Encoding.UTF8.GetString(Protector(newer, userId, name).Unprotect(value));
        }
    }

    private static IDataProtector Protector(IDataProtectionProvider ring, string userId, string name) => ring.CreateProtector(Purpose, userId, name);

    private IDataProtectionProvider Ring()
    {
        lock (_gate)
        {
            return _ring ?? Read();
        }
    }

    /// <summary>Null when the ring was read a moment ago.</summary>
    private IDataProtectionProvider? ReadAgain(IDataProtectionProvider known)
    {
        lock (_gate)
        {
            return !ReferenceEquals(_ring, known) ? _ring
                : clock.GetElapsedTime(_readAt) >= BetweenReads ? Read()
                : null;
        }
    }

    /// <summary>In a container of its own: the host's Data Protection has other keys, which are nobody's secrets.</summary>
    private IDataProtectionProvider Read()
    {
        var services = new ServiceCollection();
        var protection = services.AddDataProtection().SetApplicationName(Application);
        if (options.Value.KeyRingDirectory is { Length: > 0 } folder)
        {
            protection.PersistKeysToFileSystem(UnixAccess.CreatePrivateFolder(Path.GetFullPath(folder)));
        }
        else
        {
            services.Configure<KeyManagementOptions>(management => management.XmlRepository = new FirestoreKeyRing(db, clock));
        }

        if (options.Value.KeyRingCertificatePath is { Length: > 0 } path)
        {
            var certificate = X509Certificate2.CreateFromPemFile(path);
            protection.ProtectKeysWithCertificate(certificate).UnprotectKeysWithAnyCertificate(certificate);
        }

        _readAt = clock.GetTimestamp();
        return _ring = services.BuildServiceProvider().GetRequiredService<IDataProtectionProvider>();
    }
}
