using System.ComponentModel.DataAnnotations;

namespace AgentPlatform.ServiceDefaults.Identity;

/// <summary>How services recognise the token that the Gateway and other services hand them.</summary>
public sealed class IdentityOptions
{
    public const string Section = "Identity";

    /// <summary>Key of the HMAC-SHA256 signature, base64, at least 32 bytes. The same for all services of one platform.</summary>
    [Required]
    public string SigningKey { get; set; } = "";

    /// <summary>Life of a token in seconds. Default 120.</summary>
    [Range(10, 3600)]
    public int TokenLifetimeSeconds { get; set; } = 120;
}
