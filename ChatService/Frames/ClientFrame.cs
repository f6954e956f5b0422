using System.Text.Json;
using System.Text.Json.Serialization;
using AgentPlatform.Contracts.Conversations;
using AgentPlatform.ServiceDefaults.Json;

namespace ChatService.Frames;

/// <summary>A frame from a client.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "type", UnknownDerivedTypeHandling = JsonUnknownDerivedTypeHandling.FailSerialization)]
[JsonDerivedType(typeof(ActionFrame), "action")]
[JsonDerivedType(typeof(EditFrame), "edit")]
[JsonDerivedType(typeof(MessageFrame), "message")]
[JsonDerivedType(typeof(PingFrame), "ping")]
[JsonDerivedType(typeof(RegenerateFrame), "regenerate")]
[JsonDerivedType(typeof(StopFrame), "stop")]
internal abstract record ClientFrame
{
    private const int MaxId = 64;

    private static readonly JsonSerializerOptions Options = new(JsonDefaults.Strict) { AllowOutOfOrderMetadataProperties = true };

    /// <summary>What the frame is for, as telemetry names it.</summary>
    internal string Kind => GetType().Name[..^"Frame".Length].ToLowerInvariant();

    /// <summary>Reads a frame; the reason is set when the text is none.</summary>
    public static (ClientFrame? Frame, string? Reason) Read(ReadOnlySpan<byte> utf8)
    {
        try
        {
            var frame = JsonSerializer.Deserialize<ClientFrame>(utf8, Options);
            var reason = frame is null ? "The frame is null." : frame.WhyNot();
            return reason is null ? (frame, null) : (null, reason);
        }
        catch (JsonException exception) when (exception.Path is { Length: > 2 } path && path.StartsWith("$.", StringComparison.Ordinal))
        {
            return (null, exception.Message.Contains("could not be mapped", StringComparison.Ordinal) ? $"{path[2..]}: there is no such member." : $"{path[2..]}: the value has the wrong type or form.");
        }
        catch (Exception exception) when (exception is JsonException or NotSupportedException)
        {
            return (null, "The frame is not a JSON object of a known type with the members of that type.");
        }
    }

    /// <summary>Why the frame cannot be taken, null when it can.</summary>
    protected virtual string? WhyNot() => null;

    protected static string? CheckId(string? id, string member) =>
        id is { Length: > 0 and <= MaxId } && id.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_') ? null : $"{member}: letters, digits, - and _, 1 to {MaxId} of them.";

    protected static string? CheckContent(string? content) =>
        string.IsNullOrWhiteSpace(content) ? "content: must not be empty." : content.Length > NewMessage.MaxContent ? $"content: at most {NewMessage.MaxContent} characters." : null;
}

/// <summary>A user's message.</summary>
internal sealed record MessageFrame(string Id, string Content, string? WhenBusy = null) : ClientFrame
{
    public const string Interrupt = "interrupt";
    public const string Queue = "queue";
    public const string Reject = "reject";

    protected override string? WhyNot() =>
        CheckId(Id, "id") ?? CheckContent(Content) ?? (WhenBusy is null or Interrupt or Queue or Reject ? null : "whenBusy: queue, interrupt or reject.");
}

/// <summary>Ends the answer that streams.</summary>
internal sealed record StopFrame : ClientFrame;

/// <summary>Asks for another answer in the place of one.</summary>
internal sealed record RegenerateFrame(string MessageId) : ClientFrame
{
    protected override string? WhyNot() => CheckId(MessageId, "messageId");
}

/// <summary>Changes a user's message and asks for its answer anew.</summary>
internal sealed record EditFrame(string MessageId, string Content) : ClientFrame
{
    protected override string? WhyNot() => CheckId(MessageId, "messageId") ?? CheckContent(Content);
}

/// <summary>A click on a card.</summary>
internal sealed record ActionFrame(string MessageId, string PartId, string Value) : ClientFrame
{
    protected override string? WhyNot() => CheckId(MessageId, "messageId") ?? CheckId(PartId, "partId") ?? (Value is not { Length: > 0 and <= 1000 } ? "value: 1 to 1000 characters." : null);
}

/// <summary>Asks for a pong.</summary>
internal sealed record PingFrame : ClientFrame;
