using System.Text.Json;
using Microsoft.Extensions.AI;

namespace AgentPlatform.Llm;

/// <summary>Messages as they are written down, and read again so that a provider is sent what it would have been sent before.</summary>
public static class StoredMessages
{
    public static JsonElement Write(IList<ChatMessage> messages) => JsonSerializer.SerializeToElement(messages, AIJsonUtilities.DefaultOptions);

    public static List<ChatMessage> Read(JsonElement messages)
    {
        var read = messages.Deserialize<List<ChatMessage>>(AIJsonUtilities.DefaultOptions)!;
        foreach (var result in read.SelectMany(message => message.Contents).OfType<FunctionResultContent>())
        {
            // A result that was text comes back as a JSON string, which providers would be sent with its quotes and escapes.
            result.Result = result.Result is JsonElement { ValueKind: JsonValueKind.String } text ? text.GetString() : result.Result;
        }

        return read;
    }
}
