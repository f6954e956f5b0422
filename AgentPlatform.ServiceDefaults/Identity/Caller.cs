using System.Security.Claims;
using Microsoft.AspNetCore.Http;

namespace AgentPlatform.ServiceDefaults.Identity;

/// <summary>The user for whom a request is made, taken from the verified token and from nowhere else.</summary>
/// <param name="UserId">The user.</param>
/// <param name="Locale"><c>ko</c> or <c>en</c>.</param>
/// <param name="TimeZone">IANA zone of the user's session.</param>
public sealed record Caller(string UserId, string Locale, string TimeZone)
{
    internal const string UserClaim = "sub";
    internal const string LocaleClaim = "locale";
    internal const string TimeZoneClaim = "zoneinfo";

    /// <summary>Binds a handler's parameter; authorization has refused requests without a token before this.</summary>
    public static ValueTask<Caller?> BindAsync(HttpContext context) => ValueTask.FromResult<Caller?>(From(context.User));

    internal static Caller From(ClaimsPrincipal user) => new(
        user.FindFirst(UserClaim)?.Value ?? throw new InvalidOperationException("The request carries no user; the endpoint must require authorization."),
        user.FindFirst(LocaleClaim)?.Value ?? "en",
        user.FindFirst(TimeZoneClaim)?.Value ?? "UTC");
}
