using AgentPlatform.Firestore;
using AgentPlatform.ServiceDefaults.Documents;
using Grpc.Core;
using Microsoft.Extensions.Options;

namespace ExecutionService.Notifications;

/// <summary>The collection <c>notifications</c>: an outbox to the world.</summary>
internal sealed class NotificationStore(FirestoreDb db, IOptions<NotificationOptions> options)
{
    private readonly CollectionReference _notifications = db.Collection("notifications");

    /// <summary>Stores a notification once; false when it is there.</summary>
    public async Task<bool> AddAsync(Notification notification, CancellationToken cancellationToken)
    {
        try
        {
            await _notifications.Document(notification.Id).CreateAsync(
                new Dictionary<string, object?>
                {
                    ["userId"] = notification.UserId,
                    ["agentId"] = notification.AgentId,
                    ["executionId"] = notification.ExecutionId,
                    ["title"] = notification.Title,
                    ["text"] = notification.Text,
                    ["at"] = notification.At,
                    ["url"] = notification.Url,
                    ["open"] = true,
                    ["status"] = NotificationStatus.Pending,
                    ["attempts"] = 0,
                    ["dueAt"] = notification.DueAt,
                    ["expiresAt"] = notification.At.AddDays(options.Value.KeepDays),
                },
                cancellationToken);
            return true;
        }
        catch (RpcException exception) when (exception.StatusCode == StatusCode.AlreadyExists)
        {
            return false;
        }
    }

    /// <summary>Notifications of all users that are due, oldest first.</summary>
    public async Task<IReadOnlyList<Notification>> ListDueAsync(DateTimeOffset now, int limit, CancellationToken cancellationToken)
    {
        var found = await _notifications.WhereEqualTo("open", true).WhereLessThanOrEqualTo("dueAt", now).OrderBy("dueAt").Limit(limit).GetSnapshotAsync(cancellationToken);
        return [.. found.Documents.Select(Read)];
    }

    /// <summary>Takes a notification for one attempt, which counts from now; null when another replica was faster.</summary>
    public async Task<Notification?> TryClaimAsync(Notification notification, DateTimeOffset until, CancellationToken cancellationToken)
    {
        var attempts = notification.Attempts + 1;
        return await UpdateAsync(notification, new() { ["attempts"] = attempts, ["dueAt"] = until }, cancellationToken) is { } storedAt
            ? notification with { Attempts = attempts, DueAt = until, StoredAt = storedAt }
            : null;
    }

    /// <summary>Has a claimed notification sent again later.</summary>
    public Task PostponeAsync(Notification notification, DateTimeOffset until, string error, CancellationToken cancellationToken) =>
        UpdateAsync(notification, new() { ["dueAt"] = until, ["error"] = error }, cancellationToken);

    /// <summary>Notes that a claimed notification was sent, or will not be.</summary>
    public Task EndAsync(Notification notification, string status, DateTimeOffset at, string? error, CancellationToken cancellationToken) =>
        UpdateAsync(notification, new() { ["open"] = false, ["status"] = status, ["endedAt"] = at, ["error"] = error }, cancellationToken);

    private async Task<Timestamp?> UpdateAsync(Notification notification, Dictionary<string, object?> fields, CancellationToken cancellationToken)
    {
        try
        {
            var written = await _notifications.Document(notification.Id).UpdateAsync(fields, Precondition.LastUpdated(notification.StoredAt!.Value), cancellationToken);
            return written.UpdateTime;
        }
        catch (RpcException exception) when (exception.StatusCode is StatusCode.FailedPrecondition or StatusCode.NotFound or StatusCode.Aborted)
        {
            return null;
        }
    }

    private static Notification Read(DocumentSnapshot snapshot) => new()
    {
        Id = snapshot.Id,
        UserId = snapshot.GetValue<string>("userId"),
        AgentId = snapshot.GetText("agentId"),
        ExecutionId = snapshot.GetValue<string>("executionId"),
        Title = snapshot.GetValue<string>("title"),
        Text = snapshot.GetValue<string>("text"),
        At = snapshot.GetValue<DateTimeOffset>("at"),
        Url = snapshot.GetValue<string>("url"),
        Attempts = snapshot.GetValue<int>("attempts"),
        DueAt = snapshot.GetValue<DateTimeOffset>("dueAt"),
        StoredAt = snapshot.UpdateTime,
    };
}
