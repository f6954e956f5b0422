using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json;
using AgentPlatform.Llm;
using ExecutionService.Executions;
using ExecutionService.Journal;
using Microsoft.Extensions.AI;

namespace ExecutionService.AgentLoop.Steps;

/// <summary>What the model is told of a run. A pure function of the agent's version, the input and the journal.</summary>
internal static class RunPrompt
{
    /// <summary>Output tokens of one call at most.</summary>
    public const int MaxOutputTokens = 8192;

    /// <summary>The rules by which prompts are put together. Rises when they change; journals of before are checked against their own.</summary>
    private const int Version = 1;

    /// <summary>Characters of a step's input or output that are shown; the whole is in the journal's notes.</summary>
    private const int ShownCharacters = 16_384;

    public static IReadOnlyList<ChatMessage> Build(ExecutionState execution, RunHistory history, DateTimeOffset now)
    {
        var started = execution.StartTime ?? now;
        // A run that catches up may start long after its time.
        var due = execution.Trigger.ScheduledFor is { } at ? $" It was due at {at.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture)} UTC." : "";
        var system = $"""
            {execution.Agent.Prompt}

            You run unattended as the agent "{execution.Agent.Name}". There is nobody to ask: decide, do the job with the tools you have, and end with the result for the person who reads it later. The run started at {started.ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture)} UTC.{due}
            """;
        if (execution.Agent.Runtime.OutputSchema is { } schema)
        {
            system += $"\n\nThe result is one JSON document that satisfies this JSON Schema, and nothing else:\n{schema.GetRawText()}";
        }

        return [new(ChatRole.System, system), new(ChatRole.User, execution.Input ?? "Do your job now."), .. history.Messages];
    }

    /// <summary>Tells prompts apart, so that a replay can prove that the model was told the same.</summary>
    public static PromptMark Mark(IReadOnlyList<ChatMessage> prompt) =>
        new(Version, Convert.ToHexStringLower(SHA256.HashData(JsonSerializer.SerializeToUtf8Bytes(StoredMessages.Write([.. prompt])))));

    /// <summary>The result of a run that ends with this answer.</summary>
    public static string? ResultOf(AgentSnapshot agent, IEnumerable<ChatMessage>? answer)
    {
        var text = answer is null ? null : string.Concat(answer.Where(message => message.Role == ChatRole.Assistant).Select(message => message.Text));
        return text is not null && agent.Runtime.OutputSchema is not null ? OutputCheck.DocumentOf(text) : text;
    }

    /// <summary>What the newest messages say, for people who read the steps.</summary>
    public static string Excerpt(IEnumerable<ChatMessage> messages)
    {
        var newest = messages.Reverse().TakeWhile((message, n) => n == 0 || message.Role == ChatRole.Tool || message.Role == ChatRole.User).Reverse();
        return Shorten(string.Join("\n", newest.SelectMany(message => message.Contents).Select(Show).Where(text => text.Length > 0)));
    }

    /// <summary>The text, or its beginning when it is long.</summary>
    [return: System.Diagnostics.CodeAnalysis.NotNullIfNotNull(nameof(text))]
    public static string? Shorten(string? text) =>
        text is null || text.Length <= ShownCharacters ? text : $"{AgentPlatform.Llm.Excerpt.Of(text, ShownCharacters)} ({text.Length} characters)";

    private static string Show(AIContent content) => content switch
    {
        TextContent text => text.Text,
        FunctionCallContent call => $"{call.Name}({Tools.AgentTools.InputOf(call)})",
        FunctionResultContent result => result.Result?.ToString() ?? "",
        _ => "",
    };
}
