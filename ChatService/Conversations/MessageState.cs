using System.Text.Json.Nodes;
using AgentPlatform.Contracts;
using AgentPlatform.ServiceDefaults.Identity;
using Microsoft.Extensions.AI;

namespace ChatService.Conversations;

/// <summary>A message as stored. An answer is also the record of who writes it.</summary>
internal sealed record MessageState
{
    public required string Id { get; init; }

    public required string Role { get; init; }

    public string Content { get; init; } = "";

    public IReadOnlyList<JsonObject> Parts { get; init; } = [];

    public required string Status { get; init; }

    public TokenUsage? TokenUsage { get; init; }

    public Cost? Cost { get; init; }

    public required DateTimeOffset Timestamp { get; init; }

    /// <summary>For a user's message its answer, for an answer the user's message.</summary>
    public required string CounterpartId { get; init; }

    /// <summary>For an answer: the number of the frame before its first.</summary>
    public long StartedAfter { get; init; }

    /// <summary>For an answer: rises with every process that takes it up.</summary>
    public int Attempt { get; init; }

    /// <summary>For an answer: the process that writes it.</summary>
    public string? Owner { get; init; }

    /// <summary>For an answer: the end of the lease.</summary>
    public DateTimeOffset LeaseUntil { get; init; }

    /// <summary>For an answer: true once a person wants it to end, whichever process writes it.</summary>
    public bool StopRequested { get; init; }

    /// <summary>For an answer: the user for whom it is made, so that another process can go on.</summary>
    public Caller? Caller { get; init; }

    /// <summary>For an answer: the W3C trace context of the message that asked for it, so that whoever writes it goes on with that trace.</summary>
    public string? TraceParent { get; init; }

    /// <summary>For an ended answer: what it added to the conversation with the model, tool calls included.</summary>
    public IList<ChatMessage> Turn { get; init; } = [];

    /// <summary>True while an answer is wanted and not complete.</summary>
    public bool Open => Status is MessageStatus.Queued or MessageStatus.Streaming;

    public MessageView ToView() => new(Id, Role, Content, Parts, Status, TokenUsage, Cost, Timestamp);
}

/// <summary>A message as answered.</summary>
internal sealed record MessageView(
    string Id,
    string Role,
    string Content,
    IReadOnlyList<JsonObject> Parts,
    string Status,
    [property: System.Text.Json.Serialization.JsonIgnore(Condition = System.Text.Json.Serialization.JsonIgnoreCondition.WhenWritingNull)] TokenUsage? TokenUsage,
    [property: System.Text.Json.Serialization.JsonIgnore(Condition = System.Text.Json.Serialization.JsonIgnoreCondition.WhenWritingNull)] Cost? Cost,
    DateTimeOffset Timestamp);

/// <summary>The roles and statuses of a message.</summary>
internal static class MessageRole
{
    public const string Assistant = "assistant";
    public const string User = "user";
}

/// <summary>The statuses of a message; a queued answer is not shown.</summary>
internal static class MessageStatus
{
    public const string Complete = "complete";
    public const string Failed = "failed";
    public const string Queued = "queued";
    public const string Stopped = "stopped";
    public const string Streaming = "streaming";
}
