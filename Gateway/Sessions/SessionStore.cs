using System.Security.Cryptography;
using System.Text;
using AgentPlatform.Firestore;
using AgentPlatform.ServiceDefaults;
using Microsoft.Extensions.Caching.Memory;
using Microsoft.Extensions.Options;

namespace Gateway.Sessions;

/// <summary>The collections <c>users</c> and <c>sessions</c>. A session is found by the hash of its cookie; the cookie itself is nowhere stored.</summary>
internal sealed class SessionStore(FirestoreDb db, TimeProvider clock, IOptions<SessionOptions> options) : IDisposable
{
    private readonly CollectionReference _users = db.Collection("users");
    private readonly CollectionReference _sessions = db.Collection("sessions");
    private readonly MemoryCache _cache = new(new MemoryCacheOptions { SizeLimit = options.Value.CacheLimit });

    private TimeSpan Lifetime => TimeSpan.FromDays(options.Value.LifetimeDays);

    /// <summary>The session of a cookie, null when it is unknown or over.</summary>
    public async Task<UserSession?> FindAsync(string token, CancellationToken cancellationToken)
    {
        var id = Hash(token);
        if (_cache.TryGetValue(id, out UserSession? known))
        {
            return known;
        }

        var session = await _sessions.Document(id).GetSnapshotAsync(cancellationToken);
        if (!session.Exists || session.GetValue<DateTimeOffset>("expiresAt") <= clock.GetUtcNow())
        {
            return null;
        }

        var user = await _users.Document(session.GetValue<string>("userId")).GetSnapshotAsync(cancellationToken);
        if (!user.Exists)
        {
            return null;
        }

        var found = new UserSession(
            user.Id, user.GetValue<string>("kind"), user.GetValue<string>("name"), user.GetValue<string>("locale"), user.GetValue<string>("timeZone"), user.GetValue<DateTimeOffset>("createdAt"));
        await ProlongAsync(session, cancellationToken);
        return Remember(id, found);
    }

    /// <summary>Begins a guest's session and gives the cookie's value.</summary>
    public async Task<(UserSession Session, string Token)> BeginGuestAsync(string locale, string timeZone, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var token = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(32));
        var session = new UserSession(RandomId.New(), UserSession.Guest, locale == "ko" ? "손님" : "Guest", locale, timeZone, now);
        await db.StartBatch()
            .Create(_users.Document(session.UserId), new Dictionary<string, object?>
            {
                ["kind"] = session.Kind,
                ["name"] = session.Name,
                ["locale"] = locale,
                ["timeZone"] = timeZone,
                ["createdAt"] = now,
            })
            .Create(_sessions.Document(Hash(token)), new Dictionary<string, object?>
            {
                ["userId"] = session.UserId,
                ["createdAt"] = now,
                ["expiresAt"] = now + Lifetime,
            })
            .CommitAsync(cancellationToken);
        return (Remember(Hash(token), session), token);
    }

    /// <summary>Changes the user's language and zone.</summary>
    public async Task<UserSession> ChangeAsync(string token, UserSession session, string locale, string timeZone, CancellationToken cancellationToken)
    {
        await _users.Document(session.UserId).UpdateAsync(new Dictionary<string, object?> { ["locale"] = locale, ["timeZone"] = timeZone }, null, cancellationToken);
        return Remember(Hash(token), session with { Locale = locale, TimeZone = timeZone });
    }

    /// <summary>Ends a session; the user's data stays.</summary>
    public async Task EndAsync(string token, CancellationToken cancellationToken)
    {
        var id = Hash(token);
        await _sessions.Document(id).DeleteAsync(null, cancellationToken);
        _cache.Remove(id);
    }

    public void Dispose() => _cache.Dispose();

    private static string Hash(string token) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(token)));

    /// <summary>A session that is used goes on; written at most once in a tenth of its life.</summary>
    private async Task ProlongAsync(DocumentSnapshot session, CancellationToken cancellationToken)
    {
        var until = clock.GetUtcNow() + Lifetime;
        if (until - session.GetValue<DateTimeOffset>("expiresAt") > Lifetime / 10)
        {
            await session.Reference.UpdateAsync(new Dictionary<string, object?> { ["expiresAt"] = until }, null, cancellationToken);
        }
    }

    private UserSession Remember(string id, UserSession session)
    {
        if (options.Value.CacheSeconds > 0)
        {
            _cache.Set(id, session, new MemoryCacheEntryOptions { Size = 1, AbsoluteExpirationRelativeToNow = TimeSpan.FromSeconds(options.Value.CacheSeconds) });
        }

        return session;
    }
}
