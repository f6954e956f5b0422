using AgentPlatform.ServiceDefaults.Identity;

namespace Gateway.Sessions;

/// <summary>A user with a valid session.</summary>
internal sealed record UserSession(string UserId, string Kind, string Name, string Locale, string TimeZone, DateTimeOffset CreatedAt)
{
    public const string Guest = "guest";

    /// <summary>The user as services are told.</summary>
    public Caller ToCaller() => new(UserId, Locale, TimeZone);
}
