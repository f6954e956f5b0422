using AgentPlatform.Firestore;

namespace ExecutionService.Notifications;

/// <summary>What a run wants to tell, and how far its delivery is.</summary>
internal sealed record Notification
{
    /// <summary>The key of the call that told it: the same call repeated is the same notification.</summary>
    public required string Id { get; init; }

    public required string UserId { get; init; }

    public string? AgentId { get; init; }

    public required string ExecutionId { get; init; }

    public required string Title { get; init; }

    public required string Text { get; init; }

    public required DateTimeOffset At { get; init; }

    /// <summary>Where it goes. It may hold a key of the receiver's: not for logs.</summary>
    public required string Url { get; init; }

    public int Attempts { get; init; }

    /// <summary>When it is to be sent, or when whoever sends it must be done.</summary>
    public DateTimeOffset DueAt { get; init; }

    public Timestamp? StoredAt { get; init; }
}

/// <summary>Where a notification's delivery is.</summary>
internal static class NotificationStatus
{
    public const string Failed = "failed";
    public const string Pending = "pending";
    public const string Sent = "sent";
}
