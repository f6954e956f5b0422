using System.Text.Json;
using System.Text.Json.Nodes;

namespace ChatService.Frames;

/// <summary>A frame read back from the log.</summary>
internal sealed record LoggedFrame(string Type, string? MessageId, string? Text, JsonObject? Part)
{
    public static LoggedFrame Read(string entry)
    {
        using var document = JsonDocument.Parse(entry);
        var frame = document.RootElement;
        var type = frame.GetProperty("type").GetString()!;
        var messageId = frame.TryGetProperty("messageId", out var id) ? id.GetString() : null;
        return type switch
        {
            Frame.DeltaType => new LoggedFrame(type, messageId, frame.GetProperty("text").GetString(), null),
            Frame.PartType => new LoggedFrame(type, messageId, null, JsonObject.Create(frame.GetProperty("part").Clone())),
            Frame.StatusType => new LoggedFrame(type, messageId, null, new JsonObject
            {
                ["id"] = frame.GetProperty("id").GetString(),
                ["type"] = Frame.StatusType,
                ["data"] = frame.GetProperty("data").GetString(),
                ["state"] = frame.GetProperty("state").GetString(),
            }),
            _ => new LoggedFrame(type, messageId, null, null),
        };
    }
}
