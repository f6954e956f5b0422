using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;

namespace AgentPlatform.Contracts.Secrets;

/// <summary>A secret as answered. Its value never is.</summary>
/// <param name="Name">By which agents name it, and the environment variable in which code finds its placeholder.</param>
/// <param name="Hosts">Where the value goes.</param>
/// <param name="CreatedAt">When it was made.</param>
/// <param name="UpdatedAt">When its value or hosts were last given.</param>
/// <param name="LastUsedAt">When a run last sent it.</param>
public sealed record Secret(
    string Name, IReadOnlyList<string> Hosts, DateTimeOffset CreatedAt, DateTimeOffset UpdatedAt, [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] DateTimeOffset? LastUsedAt = null);

/// <summary>The body that makes or replaces a secret.</summary>
public sealed record PutSecretRequest
{
    /// <summary>At most 8,192 characters on one line: it goes into the heads of requests.</summary>
    [Required, StringLength(8192, MinimumLength = 1), RegularExpression(@"^[^\p{Cc}]*$", ErrorMessage = "A value has no line breaks or other control characters.")]
    public required string Value { get; init; }

    /// <summary>Host names to which the value may be sent: <c>api.example.com</c>, or <c>*.example.com</c> for all names below it.</summary>
    [Required, MinLength(1, ErrorMessage = "At least 1 item."), MaxLength(10, ErrorMessage = "At most 10 items."), EachMatches(@"^(?=.{1,253}$)(\*\.)?([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]([a-z0-9-]{0,61}[a-z0-9])?$", ErrorMessage = "A host is a lower-case host name such as api.example.com or *.example.com.")]
    public required IReadOnlyList<string> Hosts { get; init; }

    /// <summary>The value is not for logs.</summary>
    public override string ToString() => nameof(PutSecretRequest);
}
