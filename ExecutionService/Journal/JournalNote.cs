using System.Text.Json;
using AgentPlatform.Llm;
using AgentPlatform.ServiceDefaults.Json;
using Microsoft.Extensions.AI;

namespace ExecutionService.Journal;

/// <summary>
/// What only a run's next worker reads: the messages that a completed step added to the conversation with the model.
/// Replaying the notes gives the conversation without paying for a call again.
/// </summary>
internal sealed record JournalNote(int StepIndex, JsonElement Messages)
{
    public static string Write(int stepIndex, IList<ChatMessage> messages) =>
        JsonSerializer.Serialize(new JournalNote(stepIndex, StoredMessages.Write(messages)), JsonDefaults.Lenient);

    public static (int StepIndex, IList<ChatMessage> Messages) Read(string note)
    {
        var read = JsonSerializer.Deserialize<JournalNote>(note, JsonDefaults.Lenient)!;
        return (read.StepIndex, StoredMessages.Read(read.Messages));
    }
}
