using System.Text.Json;
using System.Text.Json.Nodes;
using AgentPlatform.Contracts;
using AgentPlatform.ServiceDefaults.Json;

namespace ChatService.Frames;

/// <summary>A frame from the server that has no number yet. Its text is what is stored and what is sent, to the byte.</summary>
internal readonly record struct Frame(string Type, string? MessageId, string Members)
{
    public const string AckType = "ack";
    public const string DeltaType = "delta";
    public const string DoneType = "done";
    public const string ErrorType = "error";
    public const string PartType = "part";
    public const string StartType = "start";
    public const string StatusType = "status";
    public const string UsageType = "usage";

    public static Frame Ack(string clientId, string messageId) => Of(AckType, messageId, new { id = clientId, messageId });

    public static Frame Start(string messageId) => Of(StartType, messageId, new { messageId });

    public static Frame Delta(string messageId, string text) => Of(DeltaType, messageId, new { messageId, text });

    /// <summary>A part; those of type <c>status</c> have a frame of their own.</summary>
    public static Frame Part(string messageId, JsonObject part) => (string?)part["type"] == StatusType
        ? Of(StatusType, messageId, new { messageId, id = part["id"], data = part["data"], state = part["state"] })
        : Of(PartType, messageId, new { messageId, part });

    public static Frame Usage(string messageId, TokenUsage tokenUsage, Cost cost) => Of(UsageType, messageId, new { messageId, tokenUsage, cost });

    public static Frame Done(string messageId, string status) => Of(DoneType, messageId, new { messageId, status });

    public static Frame Error(string code, string message, bool retryable, string? messageId) => messageId is null
        ? Of(ErrorType, null, new { code, message, retryable })
        : Of(ErrorType, messageId, new { code, message, retryable, messageId });

    /// <summary>The first frame of a connection; it is not part of the conversation's log.</summary>
    public static string Ready(string conversationId, long seq) => JsonSerializer.Serialize(new { type = "ready", seq, conversationId }, JsonDefaults.Lenient);

    /// <summary>The frame as text, numbered.</summary>
    public string Numbered(long seq) => $"{{\"type\":\"{Type}\",\"seq\":{seq},{Members}}}";

    private static Frame Of<T>(string type, string? messageId, T members) => new(type, messageId, JsonSerializer.Serialize(members, JsonDefaults.Lenient)[1..^1]);
}
