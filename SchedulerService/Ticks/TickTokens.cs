using System.Net.Http.Headers;
using Microsoft.AspNetCore.Authentication.JwtBearer;
using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.Tokens;

namespace SchedulerService.Ticks;

/// <summary>
/// Accepts the tokens that Google signs for the service account of a job: RS256 by a key of the issuer's metadata document, for
/// our audience, not expired, of that account. Everything else is unauthenticated.
/// </summary>
internal sealed partial class TickTokens(IOptions<TickOptions> options, TimeProvider clock, ILogger<TickTokens> logger) : IConfigureNamedOptions<JwtBearerOptions>
{
    public const string Scheme = "tick";

    private static readonly TimeSpan Skew = TimeSpan.FromSeconds(30);

    public void Configure(string? name, JwtBearerOptions bearer)
    {
        if (name != Scheme)
        {
            return;
        }

        bearer.Authority = options.Value.Authority;
        bearer.RequireHttpsMetadata = !options.Value.IsLoopback;
        bearer.MapInboundClaims = false;
        bearer.IncludeErrorDetails = false;
        bearer.TokenValidationParameters = new TokenValidationParameters
        {
            ValidAudience = options.Value.Audience,
            ValidAlgorithms = [SecurityAlgorithms.RsaSha256],
            // Google's tokens say when they end and not from when on they hold.
            LifetimeValidator = (notBefore, expires, _, _) => clock.GetUtcNow() is var now && !(notBefore > now.UtcDateTime + Skew) && expires >= now.UtcDateTime - Skew,
        };
        bearer.Events = new JwtBearerEvents { OnMessageReceived = FetchKeysAsync, OnTokenValidated = CheckAccount, OnAuthenticationFailed = TellWhy };
    }

    public void Configure(JwtBearerOptions bearer) => Configure(Options.DefaultName, bearer);

    /// <summary>An issuer that cannot be asked makes the tick unavailable, to be tried again; the token is not to blame.</summary>
    private static async Task FetchKeysAsync(MessageReceivedContext context)
    {
        if (!AuthenticationHeaderValue.TryParse(context.Request.Headers.Authorization, out var header) || !string.Equals(header.Scheme, "Bearer", StringComparison.OrdinalIgnoreCase))
        {
            return;
        }

        try
        {
            await context.Options.ConfigurationManager!.GetConfigurationAsync(context.HttpContext.RequestAborted);
        }
        catch (InvalidOperationException exception)
        {
            throw new HttpRequestException("The keys of the tokens' issuer cannot be read.", exception);
        }
    }

    private Task CheckAccount(TokenValidatedContext context)
    {
        var token = context.Principal!;
        if (token.FindFirst("email")?.Value != options.Value.ServiceAccountEmail || !(bool.TryParse(token.FindFirst("email_verified")?.Value, out var verified) && verified))
        {
            context.Fail("The token is another account's.");
            LogRefused("another account");
        }

        return Task.CompletedTask;
    }

    private Task TellWhy(AuthenticationFailedContext context)
    {
        LogRefused(context.Exception.GetType().Name);
        return Task.CompletedTask;
    }

    [LoggerMessage(LogLevel.Information, "A tick was refused: {Reason}")]
    private partial void LogRefused(string reason);
}
