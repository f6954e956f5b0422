using ExecutionService.Journal;
using Microsoft.Extensions.AI;

namespace ExecutionService.AgentLoop.Steps;

/// <summary>Makes room when a conversation fills the model's window: the model sums up what has happened, and goes on from that.</summary>
internal static class Compaction
{
    /// <summary>Share of the window at which it is time: the rest is for the answer and for estimates that were too low.</summary>
    private const double Full = 0.8;

    /// <summary>A conversation of fewer messages cannot be made shorter by summing it up.</summary>
    private const int MinMessages = 4;

    private const string Request = """
        The conversation so far fills the window. Write down everything that is needed to go on without it: the task and its constraints, what was done, what was found out (facts, figures, names, paths, ids, verbatim where they matter), what is left to do and what to do next. Write it as notes to yourself, and call no tool.
        """;

    /// <summary>Whether the next call had better be one that shortens the conversation.</summary>
    public static bool IsDue(RunHistory history, long promptEstimate, int windowTokens) =>
        promptEstimate > windowTokens * Full && history.Messages.Skip(MinMessages - 1).Any();

    /// <summary>The conversation, and the request to sum it up.</summary>
    public static IReadOnlyList<ChatMessage> Prompt(IReadOnlyList<ChatMessage> conversation) => [.. conversation, new(ChatRole.User, Request)];

    /// <summary>The messages that take the place of the conversation.</summary>
    public static IList<ChatMessage> Result(string summary) => [new(ChatRole.User, $"Notes of what has happened so far in this run:\n\n{summary}\n\nGo on from here.")];
}
