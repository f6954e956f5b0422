namespace AgentPlatform.Contracts.Messages;

/// <summary>An answer of the chat ended and was paid for.</summary>
public sealed record ChatTurnEnded(string ConversationId, string MessageId, string UserId, string? AgentId, string Model, TokenUsage TokenUsage, Cost Cost, DateTimeOffset EndedAt);
