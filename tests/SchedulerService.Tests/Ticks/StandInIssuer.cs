using System.Security.Cryptography;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace SchedulerService.Tests.Ticks;

/// <summary>Signs tokens as Google does for a job of Cloud Scheduler, and shows its key by the standard metadata document on a port of the loopback.</summary>
internal sealed class StandInIssuer : IAsyncDisposable
{
    public const string Audience = "https://agents.example.com";
    public const string Account = "ticks@project.iam.gserviceaccount.com";

    private readonly RSA _rsa = RSA.Create(2048);
    private readonly WebApplication _app;

    private StandInIssuer()
    {
        Key = new RsaSecurityKey(_rsa) { KeyId = "key-1" };
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        _app = builder.Build();
        _app.MapGet("/.well-known/openid-configuration", () => Results.Json(new { issuer = Url, jwks_uri = $"{Url}/keys", id_token_signing_alg_values_supported = new[] { "RS256" } }));
        _app.MapGet("/keys", () =>
        {
            var shown = JsonWebKeyConverter.ConvertFromRSASecurityKey(new RsaSecurityKey(_rsa.ExportParameters(includePrivateParameters: false)) { KeyId = Key.KeyId });
            return Results.Json(new { keys = new[] { new { kty = shown.Kty, kid = shown.Kid, alg = "RS256", use = "sig", n = shown.N, e = shown.E } } });
        });
    }

    public RsaSecurityKey Key { get; }

    public string Url => _app.Urls.Single();

    public static async Task<StandInIssuer> StartAsync()
    {
        var issuer = new StandInIssuer();
        await issuer._app.StartAsync(TestContext.Current.CancellationToken);
        return issuer;
    }

    /// <summary>What the scheduler is told of this issuer.</summary>
    public Dictionary<string, string?> Settings() => new() { ["Tick:Audience"] = Audience, ["Tick:ServiceAccountEmail"] = Account, ["Tick:Authority"] = Url };

    /// <summary>A token as Google makes it: with an end and without a beginning. <paramref name="change"/> makes it another one.</summary>
    public string Token(DateTimeOffset now, Action<SecurityTokenDescriptor>? change = null)
    {
        var descriptor = new SecurityTokenDescriptor
        {
            Issuer = Url,
            Audience = Audience,
            IssuedAt = now.UtcDateTime,
            Expires = now.AddHours(1).UtcDateTime,
            SigningCredentials = new SigningCredentials(Key, SecurityAlgorithms.RsaSha256),
            Claims = new Dictionary<string, object> { ["email"] = Account, ["email_verified"] = true, ["sub"] = "1234567890", ["azp"] = "1234567890" },
        };
        change?.Invoke(descriptor);
        return new JsonWebTokenHandler { SetDefaultTimesOnTokenCreation = false }.CreateToken(descriptor);
    }

    public async ValueTask DisposeAsync()
    {
        await _app.DisposeAsync();
        _rsa.Dispose();
    }
}
