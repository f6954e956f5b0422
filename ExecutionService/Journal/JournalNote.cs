using System.Text.Json;
using System.Text.Json.Serialization;
using AgentPlatform.Llm;
using AgentPlatform.ServiceDefaults.Json;
using ExecutionService.Budgets;
using Microsoft.Extensions.AI;

namespace ExecutionService.Journal;

/// <summary>
/// What only a run's next worker reads about one step: the messages that it added to the conversation with the model, the
/// tokens that are held for it, and who decided what about it. Replaying the notes gives the conversation without paying for
/// a call again.
/// </summary>
internal sealed record JournalNote(int StepIndex)
{
    /// <summary>Messages of a completed step.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public JsonElement? Messages { get; init; }

    /// <summary>The messages stand for all steps up to this one.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public int? CompactsThrough { get; init; }

    /// <summary>Tokens held for a model call that is about to be made; a hold of none says that it was given back.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public BudgetHold? Hold { get; init; }

    /// <summary>What the model is about to be told: the rules by which it was put together, and its hash.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public PromptMark? Prompt { get; init; }

    /// <summary>The tool's step that an approval step is about, and why it is asked.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public ApprovalQuestion? Question { get; init; }

    /// <summary>A person's answer to an approval step.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public ApprovalAnswer? Answer { get; init; }

    /// <summary>A side-effecting tool was begun: from here on its outcome is unknown until it is written down.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool Begun { get; init; }

    public static JournalNote Completed(int stepIndex, IList<ChatMessage> messages) => new(stepIndex) { Messages = StoredMessages.Write(messages) };

    public static JournalNote Read(string note) => JsonSerializer.Deserialize<JournalNote>(note, JsonDefaults.Lenient)!;

    /// <summary>The note as the journal keeps it.</summary>
    public string Write() => JsonSerializer.Serialize(this, JsonDefaults.Lenient);
}

/// <summary>The version of <see cref="AgentLoop.Steps.RunPrompt"/> by which a prompt was put together, and the SHA-256 of its messages and tools' names.</summary>
internal sealed record PromptMark(int Version, string Hash);

/// <summary>What a person is asked.</summary>
/// <param name="ToolStep">The index of the tool call that waits.</param>
/// <param name="Reason">One of <see cref="Approvals.ApprovalReason"/>.</param>
internal sealed record ApprovalQuestion(int ToolStep, string Reason);

/// <summary>What a person decided.</summary>
internal sealed record ApprovalAnswer(bool Approve, [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Note);
