using System.Security.Cryptography;
using AgentPlatform.Contracts.Secrets;
using AgentPlatform.ServiceDefaults;
using Grpc.Core;
using Microsoft.Extensions.Options;

namespace ExecutionService.Secrets;

/// <summary>The users' secrets: encrypted in the store, readable only for what sends them.</summary>
internal sealed partial class SecretVault(SecretStore store, SecretKeyRing ring, TimeProvider clock, IOptions<SecretOptions> options, ILogger<SecretVault> logger)
{
    /// <summary>Makes or replaces a secret; null when the user has as many as may be.</summary>
    public async Task<(Secret Secret, bool Created)?> PutAsync(string userId, string name, string value, IReadOnlyList<string> hosts, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var given = new SecretState(userId, name, hosts, ring.Protect(userId, name, value), now, now);
        if (await store.ReplaceAsync(given, cancellationToken) && await store.FindAsync(userId, name, cancellationToken) is { } replaced)
        {
            return (replaced.ToSecret(), false);
        }

        if (await store.CountAsync(userId, cancellationToken) >= options.Value.MaxPerUser)
        {
            return null;
        }

        return await store.CreateAsync(given, cancellationToken) ? (given.ToSecret(), true) : await PutAsync(userId, name, value, hosts, cancellationToken);
    }

    /// <summary>The user's secret with its value; null when there is none of that name, or its key is gone.</summary>
    public async Task<SecretValue?> FindAsync(string userId, string name, CancellationToken cancellationToken)
    {
        if (await store.FindAsync(userId, name, cancellationToken) is not { } secret)
        {
            return null;
        }

        try
        {
            return new SecretValue(name, ring.Unprotect(userId, name, secret.Ciphertext), secret.Hosts);
        }
        catch (CryptographicException exception)
        {
            LogUnreadable(exception, name);
            return null;
        }
    }

    /// <summary>Those of the named secrets that there are.</summary>
    public async Task<IReadOnlyList<SecretValue>> ReadAsync(string userId, IReadOnlyList<string> names, CancellationToken cancellationToken)
    {
        var found = new List<SecretValue>();
        foreach (var name in names)
        {
            if (await FindAsync(userId, name, cancellationToken) is { } secret)
            {
                found.Add(secret);
            }
        }

        return found;
    }

    /// <summary>The user's secret of that name, made of random characters when there is none; a made one goes to no host.</summary>
    public async Task<SecretValue> FindOrMakeAsync(string userId, string name, CancellationToken cancellationToken)
    {
        if (await FindAsync(userId, name, cancellationToken) is { } found)
        {
            return found;
        }

        var (made, now) = (RandomId.New() + RandomId.New(), clock.GetUtcNow());
        var secret = new SecretState(userId, name, [], ring.Protect(userId, name, made), now, now);
        return await store.CreateAsync(secret, cancellationToken)
            ? new SecretValue(name, made, [])
            : await FindAsync(userId, name, cancellationToken) ?? throw new InvalidOperationException($"The secret {name} cannot be read.");
    }

    /// <summary>Notes that secrets were sent. It is told to people only: a note that is lost does no harm.</summary>
    public async Task NoteUseAsync(string userId, IReadOnlyCollection<string> names)
    {
        try
        {
            foreach (var name in names)
            {
                await store.NoteUseAsync(userId, name, clock.GetUtcNow(), CancellationToken.None);
            }
        }
        catch (RpcException exception)
        {
            LogNotNoted(exception);
        }
    }

    [LoggerMessage(LogLevel.Error, "The secret {Name} cannot be decrypted: its key is not in the key ring")]
    private partial void LogUnreadable(Exception exception, string name);

    [LoggerMessage(LogLevel.Warning, "The use of a secret could not be noted")]
    private partial void LogNotNoted(Exception exception);
}
