using AgentPlatform.Contracts.Executions;
using Microsoft.Extensions.AI;

namespace ExecutionService.Journal;

/// <summary>A tool call that the model asked for and that has no outcome yet.</summary>
internal sealed record OpenToolCall(FunctionCallContent Call, ExecutionStep Step, RunHistory History)
{
    /// <summary>
    /// Whether nobody knows if the tool has acted: it was begun by a worker that left no outcome, and no person has been asked
    /// since.
    /// </summary>
    public bool IsUnknown => History.WasBegun(Step.Index);

    /// <summary>The question that a person has to answer, or has answered, before the tool is called; null when none was asked.</summary>
    public (int Index, ApprovalQuestion Question, ApprovalAnswer? Answer)? Question => History.NewestQuestion(Step.Index);
}
