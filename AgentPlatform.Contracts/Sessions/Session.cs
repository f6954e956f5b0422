using System.ComponentModel.DataAnnotations;

namespace AgentPlatform.Contracts.Sessions;

/// <summary>Body of <c>POST /api/session</c>.</summary>
public sealed record SessionRequest
{
    [AllowedValues(null, "ko", "en", ErrorMessage = "One of ko or en.")]
    public string? Locale { get; init; }

    [StringLength(64, MinimumLength = 1)]
    public string? TimeZone { get; init; }
}

/// <summary>The caller's session.</summary>
public sealed record Session(string UserId, string Kind, string Name, string Locale, string TimeZone, DateTimeOffset CreatedAt, SessionModel Model);

/// <summary>The model that answers; <paramref name="Simulated"/> is true when none is called.</summary>
public sealed record SessionModel(string Provider, string Name, bool Simulated);
