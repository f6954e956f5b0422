using System.Text.Json;
using AgentPlatform.Contracts;
using AgentPlatform.Contracts.Executions;
using AgentPlatform.Llm;
using ExecutionService.Journal;
using ExecutionService.Tools;
using Microsoft.Extensions.AI;

namespace ExecutionService.AgentLoop.Steps;

/// <summary>What an answer must be, so that the run can go on with it. Pure.</summary>
internal static class AnswerRules
{
    /// <summary>Refuses an answer that cannot be written down, or a summary that is none: the call is made again like one that failed.</summary>
    /// <exception cref="ModelUnavailableException">It is nothing to go on with.</exception>
    public static void ThrowIfUnusable(ChatResponse response, bool isSummary)
    {
        var calls = RunHistory.CallsOf(response.Messages);
        if (!CanBeWritten(response, calls) || (isSummary && (calls.Count > 0 || string.IsNullOrWhiteSpace(response.Text) || response.FinishReason == ChatFinishReason.Length)))
        {
            throw new ModelUnavailableException(ModelFailure.Nonsense);
        }
    }

    /// <summary>Why an answer that asks for no tool is not the result; null when it is.</summary>
    /// <param name="response">The answer.</param>
    /// <param name="clamped">Whether it was allowed less than usual, because a budget had no more.</param>
    public static ExecutionError? WhyNoResult(ChatResponse response, bool clamped) =>
        response.FinishReason == ChatFinishReason.Length && clamped ? new(ProblemCodes.BudgetExceeded, "The answer was cut off where the budget ended.")
        : response.FinishReason == ChatFinishReason.Length ? new("output-cut", $"The answer was longer than {RunPrompt.MaxOutputTokens} tokens and was cut off.")
        : response.FinishReason == ChatFinishReason.ContentFilter ? new("output-refused", "The model's provider withheld the answer.")
        : string.IsNullOrWhiteSpace(response.Text) ? new("output-empty", "The model's answer is empty.")
        : null;

    /// <summary>Half a surrogate pair is no text: neither the journal nor a provider takes it.</summary>
    private static bool CanBeWritten(ChatResponse response, IReadOnlyList<FunctionCallContent> calls)
    {
        try
        {
            foreach (var call in calls)
            {
                AgentTools.InputOf(call);
            }

            StoredMessages.Read(StoredMessages.Write(response.Messages));
            return true;
        }
        catch (Exception exception) when (exception is ArgumentException or InvalidOperationException or JsonException or NotSupportedException)
        {
            return false;
        }
    }
}
