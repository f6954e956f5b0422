using System.Collections.Concurrent;
using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace AgentPlatform.ServiceDefaults.Identity;

/// <summary>Issues the short-lived signed tokens that services take users from.</summary>
public sealed class InternalTokens(IOptions<IdentityOptions> options, TimeProvider clock)
{
    internal const string Issuer = "agentplatform";
    private const int MaxCached = 10_000;

    private readonly JsonWebTokenHandler _handler = new() { SetDefaultTimesOnTokenCreation = false };
    private readonly SigningCredentials _credentials = new(Key(options.Value), SecurityAlgorithms.HmacSha256);
    private readonly TimeSpan _lifetime = TimeSpan.FromSeconds(options.Value.TokenLifetimeSeconds);
    private readonly ConcurrentDictionary<Caller, (string Token, DateTimeOffset IssuedAt)> _cache = new();

    /// <summary>A token for requests made for <paramref name="caller"/>; used again until half of its life is over, or the clock went back to before it.</summary>
    public string Issue(Caller caller)
    {
        var now = clock.GetUtcNow();
        if (_cache.TryGetValue(caller, out var cached) && cached.IssuedAt <= now && now < cached.IssuedAt + (_lifetime / 2))
        {
            return cached.Token;
        }

        if (_cache.Count >= MaxCached)
        {
            _cache.Clear();
        }

        var token = _handler.CreateToken(new SecurityTokenDescriptor
        {
            Issuer = Issuer,
            Audience = Issuer,
            IssuedAt = now.UtcDateTime,
            Expires = (now + _lifetime).UtcDateTime,
            SigningCredentials = _credentials,
            Claims = new Dictionary<string, object>
            {
                [Caller.UserClaim] = caller.UserId,
                [Caller.LocaleClaim] = caller.Locale,
                [Caller.TimeZoneClaim] = caller.TimeZone,
            },
        });
        _cache[caller] = (token, now);
        return token;
    }

    internal static SymmetricSecurityKey Key(IdentityOptions options)
    {
        var bytes = new byte[options.SigningKey.Length];
        return Convert.TryFromBase64String(options.SigningKey, bytes, out var length) && length >= 32
            ? new SymmetricSecurityKey(bytes[..length])
            : throw new OptionsValidationException(IdentityOptions.Section, typeof(IdentityOptions), ["Identity:SigningKey must be base64 of at least 32 bytes."]);
    }
}
