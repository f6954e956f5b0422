using System.Text.Json;
using System.Text.Json.Nodes;
using AgentPlatform.Contracts;
using AgentPlatform.Firestore;
using AgentPlatform.Llm;
using AgentPlatform.ServiceDefaults.Documents;
using AgentPlatform.ServiceDefaults.Identity;
using AgentPlatform.ServiceDefaults.Json;
using AgentPlatform.ServiceDefaults.Paging;
using Microsoft.AspNetCore.Http.HttpResults;

namespace ChatService.Conversations;

/// <summary>The collection <c>conversations</c> with <c>messages</c> and <c>frames</c> below each, and <c>chatRuns</c>.</summary>
internal sealed class ConversationStore(FirestoreDb db)
{
    private readonly CollectionReference _conversations = db.Collection("conversations");
    private readonly CollectionReference _runs = db.Collection("chatRuns");

    public DocumentReference Document(string id) => _conversations.Document(id);

    public CollectionReference Messages(string id) => Document(id).Collection("messages");

    public CollectionReference Frames(string id) => Document(id).Collection("frames");

    /// <summary>Where the executions that cards show are found by id.</summary>
    public DocumentReference Run(string executionId) => _runs.Document(executionId);

    /// <summary>The user's conversation; null when it does not exist, was deleted, or is another user's.</summary>
    public async Task<ConversationState?> FindAsync(string userId, string id, CancellationToken cancellationToken)
    {
        var snapshot = await Document(id).GetSnapshotAsync(cancellationToken);
        return snapshot.Exists && !snapshot.GetFlag("deleted") && snapshot.GetValue<string>("userId") == userId ? Read(snapshot) : null;
    }

    public Task<(Page<ConversationState>? Page, ProblemHttpResult? Problem)> ListAsync(string userId, PageQuery page, CancellationToken cancellationToken) =>
        _conversations.WhereEqualTo("userId", userId).WhereEqualTo("deleted", false).ReadPageAsync(page, "updatedAt", ascending: false, Read, cancellationToken);

    public Task CreateAsync(ConversationState conversation, CancellationToken cancellationToken) =>
        Document(conversation.Id).CreateAsync(
            new Dictionary<string, object?>
            {
                ["userId"] = conversation.UserId,
                ["agentId"] = conversation.AgentId,
                ["title"] = conversation.Title,
                ["activeMessageId"] = null,
                ["deleted"] = false,
                ["createdAt"] = conversation.CreatedAt,
                ["updatedAt"] = conversation.UpdatedAt,
            },
            cancellationToken);

    /// <summary>Adds what a turn changes of its conversation; the title only when it gives the first one, for people change it meanwhile.</summary>
    public void Update(WriteBatch commit, ConversationState conversation, bool titled)
    {
        var fields = new Dictionary<string, object?> { ["activeMessageId"] = conversation.ActiveMessageId, ["updatedAt"] = conversation.UpdatedAt };
        if (titled)
        {
            fields["title"] = conversation.Title;
        }

        commit.Update(Document(conversation.Id), fields);
    }

    public Task RenameAsync(string id, string? title, CancellationToken cancellationToken) =>
        Document(id).UpdateAsync(new Dictionary<string, object?> { ["title"] = title }, null, cancellationToken);

    public void Delete(WriteBatch commit, string id) => commit.Update(Document(id), new Dictionary<string, object?> { ["deleted"] = true });

    /// <summary>One page of the messages that are shown, oldest first.</summary>
    public Task<(Page<MessageState>? Page, ProblemHttpResult? Problem)> ListMessagesAsync(string id, PageQuery page, CancellationToken cancellationToken) =>
        Messages(id).WhereEqualTo("shown", true).ReadPageAsync(page, "timestamp", ascending: true, ReadMessage, cancellationToken);

    /// <summary>The newest shown messages, oldest first.</summary>
    public async Task<IReadOnlyList<MessageState>> ReadNewestAsync(string id, int limit, CancellationToken cancellationToken)
    {
        var found = await Messages(id).WhereEqualTo("shown", true).OrderByDescending("timestamp").OrderByDescending("__name__").Limit(limit).GetSnapshotAsync(cancellationToken);
        return [.. found.Documents.Select(ReadMessage).Reverse()];
    }

    public async Task<MessageState?> FindMessageAsync(string id, string messageId, CancellationToken cancellationToken)
    {
        var snapshot = await Messages(id).Document(messageId).GetSnapshotAsync(cancellationToken);
        return snapshot.Exists ? ReadMessage(snapshot) : null;
    }

    /// <summary>Answers of one conversation that are wanted and not complete, oldest first.</summary>
    public async Task<IReadOnlyList<MessageState>> ListOpenAsync(string id, CancellationToken cancellationToken)
    {
        var found = await Messages(id).WhereEqualTo("open", true).OrderBy("timestamp").GetSnapshotAsync(cancellationToken);
        return [.. found.Documents.Select(ReadMessage)];
    }

    /// <summary>Conversations with answers whose lease ended before <paramref name="now"/>.</summary>
    public async Task<IReadOnlyList<(string UserId, string ConversationId)>> ListAbandonedAsync(DateTimeOffset now, int limit, CancellationToken cancellationToken)
    {
        var found = await db.CollectionGroup("messages").WhereEqualTo("open", true).WhereLessThanOrEqualTo("leaseUntil", now).OrderBy("leaseUntil").Limit(limit).GetSnapshotAsync(cancellationToken);
        return [.. found.Documents.Select(message => (message.GetValue<string>("userId"), message.Reference.Parent.Parent!.Id)).Distinct()];
    }

    public void CreateMessage(WriteBatch commit, ConversationState conversation, MessageState message) =>
        commit.Create(Messages(conversation.Id).Document(message.Id), Fields(conversation, message));

    public void SetMessage(WriteBatch commit, ConversationState conversation, MessageState message) =>
        commit.Set(Messages(conversation.Id).Document(message.Id), Fields(conversation, message));

    public void UpdateParts(WriteBatch commit, string id, string messageId, IReadOnlyList<JsonObject> parts) =>
        commit.Update(Messages(id).Document(messageId), new Dictionary<string, object?> { ["parts"] = WriteParts(parts) });

    /// <summary>Takes a message out of what is shown and given to the model, because another one stands in its place.</summary>
    public void Supersede(WriteBatch commit, string id, string messageId) =>
        commit.Update(Messages(id).Document(messageId), new Dictionary<string, object?> { ["shown"] = false, ["open"] = false });

    public Task RenewAsync(string id, string messageId, DateTimeOffset until, CancellationToken cancellationToken) =>
        Messages(id).Document(messageId).UpdateAsync(new Dictionary<string, object?> { ["leaseUntil"] = until }, null, cancellationToken);

    /// <summary>Notes a person's wish that an answer end, for the process that writes it.</summary>
    public Task RequestStopAsync(string id, string messageId, CancellationToken cancellationToken) =>
        Messages(id).Document(messageId).UpdateAsync(new Dictionary<string, object?> { ["stopRequested"] = true }, null, cancellationToken);

    private static Dictionary<string, object?> Fields(ConversationState conversation, MessageState message) => new()
    {
        ["userId"] = conversation.UserId,
        ["role"] = message.Role,
        ["content"] = message.Content,
        ["parts"] = WriteParts(message.Parts),
        ["status"] = message.Status,
        ["shown"] = message.Status != MessageStatus.Queued,
        ["open"] = message.Role == MessageRole.Assistant && message.Open,
        ["tokenUsage"] = message.TokenUsage is null ? null : DocumentJson.ToValue(message.TokenUsage),
        ["cost"] = message.Cost?.Amount,
        ["timestamp"] = message.Timestamp,
        ["counterpartId"] = message.CounterpartId,
        ["startedAfter"] = message.StartedAfter,
        ["attempt"] = message.Attempt,
        ["owner"] = message.Owner,
        ["leaseUntil"] = message.LeaseUntil,
        ["stopRequested"] = message.StopRequested,
        ["locale"] = message.Caller?.Locale,
        ["timeZone"] = message.Caller?.TimeZone,
        ["traceParent"] = message.TraceParent,
        ["turn"] = message.Turn.Count == 0 ? null : StoredMessages.Write(message.Turn).GetRawText(),
    };

    private static string? WriteParts(IReadOnlyList<JsonObject> parts) => parts.Count == 0 ? null : JsonSerializer.Serialize(parts, JsonDefaults.Lenient);

    private static ConversationState Read(DocumentSnapshot snapshot) => new()
    {
        Id = snapshot.Id,
        UserId = snapshot.GetValue<string>("userId"),
        AgentId = snapshot.GetText("agentId"),
        Title = snapshot.GetText("title"),
        ActiveMessageId = snapshot.GetText("activeMessageId"),
        CreatedAt = snapshot.GetValue<DateTimeOffset>("createdAt"),
        UpdatedAt = snapshot.GetValue<DateTimeOffset>("updatedAt"),
        StoredAt = snapshot.UpdateTime,
    };

    private static MessageState ReadMessage(DocumentSnapshot snapshot) => new()
    {
        Id = snapshot.Id,
        Role = snapshot.GetValue<string>("role"),
        Content = snapshot.GetValue<string>("content"),
        Parts = snapshot.GetText("parts") is { } parts ? JsonSerializer.Deserialize<List<JsonObject>>(parts, JsonDefaults.Lenient)! : [],
        Status = snapshot.GetValue<string>("status"),
        TokenUsage = snapshot.GetRecord<TokenUsage>("tokenUsage"),
        Cost = snapshot.GetText("cost") is { } amount ? new Cost(amount) : null,
        Timestamp = snapshot.GetValue<DateTimeOffset>("timestamp"),
        CounterpartId = snapshot.GetValue<string>("counterpartId"),
        StartedAfter = snapshot.GetNumber("startedAfter"),
        Attempt = (int)snapshot.GetNumber("attempt"),
        Owner = snapshot.GetText("owner"),
        LeaseUntil = snapshot.GetValue<DateTimeOffset>("leaseUntil"),
        StopRequested = snapshot.GetFlag("stopRequested"),
        Caller = snapshot.GetText("locale") is { } locale ? new Caller(snapshot.GetValue<string>("userId"), locale, snapshot.GetText("timeZone") ?? "UTC") : null,
        TraceParent = snapshot.GetText("traceParent"),
        Turn = snapshot.GetText("turn") is { } turn ? StoredMessages.Read(JsonElement.Parse(turn)) : [],
    };
}
