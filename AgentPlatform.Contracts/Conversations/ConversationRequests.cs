using System.ComponentModel.DataAnnotations;

namespace AgentPlatform.Contracts.Conversations;

/// <summary>Body of <c>POST /api/conversations</c>.</summary>
public sealed record NewConversation
{
    [StringLength(64, MinimumLength = 1)]
    public string? AgentId { get; init; }

    [StringLength(200, MinimumLength = 1)]
    public string? Title { get; init; }
}

/// <summary>Body of <c>PATCH /api/conversations/{id}</c>.</summary>
public sealed record ConversationPatch
{
    [StringLength(200, MinimumLength = 1)]
    public string? Title { get; init; }
}

/// <summary>Body of <c>POST /api/conversations/{id}/messages</c>.</summary>
public sealed record NewMessage
{
    /// <summary>Characters of a message at most.</summary>
    public const int MaxContent = 32_000;

    [Required, StringLength(MaxContent, MinimumLength = 1)]
    public string? Content { get; init; }

    [StringLength(64, MinimumLength = 1), RegularExpression("^[A-Za-z0-9_-]{1,64}$", ErrorMessage = "The id has 1 to 64 letters, digits, - and _.")]
    public string? Id { get; init; }
}
