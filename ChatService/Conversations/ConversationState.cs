using AgentPlatform.Firestore;
using AgentPlatform.ServiceDefaults;

namespace ChatService.Conversations;

/// <summary>A conversation as stored.</summary>
internal sealed record ConversationState
{
    public required string Id { get; init; }

    public required string UserId { get; init; }

    /// <summary>The agent that the conversation is about, if it was opened for one.</summary>
    public string? AgentId { get; init; }

    public string? Title { get; init; }

    /// <summary>The answer that is being written, null when none is.</summary>
    public string? ActiveMessageId { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    public required DateTimeOffset UpdatedAt { get; init; }

    public Timestamp? StoredAt { get; init; }

    /// <summary>Of what can be edited: the title.</summary>
    public string ETag => $"\"{RandomId.From(Id, Title ?? "")}\"";

    public ConversationView ToView() => new(Id, AgentId, Title, CreatedAt, UpdatedAt);
}

/// <summary>A conversation as answered.</summary>
internal sealed record ConversationView(string Id, string? AgentId, string? Title, DateTimeOffset CreatedAt, DateTimeOffset UpdatedAt);
