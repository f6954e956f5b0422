using System.Text.Json;
using AgentPlatform.Contracts;
using AgentPlatform.Llm;
using AgentPlatform.ServiceDefaults.Json;
using Microsoft.Extensions.AI;

namespace ChatService.Turns;

/// <summary>
/// What only an answer's next writer reads: the messages that a completed model call or tool added, and what the call used.
/// Replaying the notes gives the turn without paying for a call again.
/// </summary>
internal sealed record TurnNote(string MessageId, JsonElement Messages, TokenUsage? TokenUsage, Cost? Cost)
{
    public static string Write(string messageId, IList<ChatMessage> messages, TokenUsage? tokenUsage, Cost? cost) =>
        JsonSerializer.Serialize(new TurnNote(messageId, StoredMessages.Write(messages), tokenUsage, cost), JsonDefaults.Lenient);

    public static TurnNote Read(string note) => JsonSerializer.Deserialize<TurnNote>(note, JsonDefaults.Lenient)!;

    public List<ChatMessage> ReadMessages() => StoredMessages.Read(Messages);
}
