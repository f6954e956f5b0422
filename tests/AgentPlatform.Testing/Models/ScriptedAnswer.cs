using Microsoft.Extensions.AI;

namespace AgentPlatform.Testing.Models;

/// <summary>One answer of a <see cref="ScriptedChatClient"/>; make it with the factory methods.</summary>
public sealed record ScriptedAnswer(IReadOnlyList<ChatResponseUpdate> Updates)
{
    /// <summary>Thrown after the updates.</summary>
    public Exception? Failure { get; init; }

    /// <summary>Released once for each update, and once for the end, by the test that holds it.</summary>
    public SemaphoreSlim? Gate { get; init; }

    /// <summary>Text in the given pieces.</summary>
    public static ScriptedAnswer Text(params IReadOnlyList<string> deltas) =>
        new([.. deltas.Select(delta => Update(new TextContent(delta))), End(ChatFinishReason.Stop)]);

    /// <summary>One tool call.</summary>
    public static ScriptedAnswer ToolCall(string callId, string name, IDictionary<string, object?>? arguments = null) =>
        new([Update(new FunctionCallContent(callId, name, arguments ?? new Dictionary<string, object?>())), End(ChatFinishReason.ToolCalls)]);

    /// <summary>The pieces, then the failure.</summary>
    public static ScriptedAnswer Fails(Exception failure, params IReadOnlyList<string> deltas) =>
        new([.. deltas.Select(delta => Update(new TextContent(delta)))]) { Failure = failure };

    /// <summary>The same answer with this usage.</summary>
    public ScriptedAnswer WithUsage(long input, long output, long cacheRead = 0) => this with
    {
        Updates = [.. Updates, Update(new UsageContent(new UsageDetails { InputTokenCount = input, OutputTokenCount = output, TotalTokenCount = input + output, CachedInputTokenCount = cacheRead }))],
    };

    /// <summary>The same answer, each update held back until the gate is released.</summary>
    public ScriptedAnswer Behind(SemaphoreSlim gate) => this with { Gate = gate };

    internal Task PassAsync(CancellationToken cancellationToken) => Gate?.WaitAsync(cancellationToken) ?? Task.CompletedTask;

    private static ChatResponseUpdate Update(AIContent content) => new(ChatRole.Assistant, [content]) { MessageId = "msg_scripted", ResponseId = "msg_scripted" };

    private static ChatResponseUpdate End(ChatFinishReason reason) => new(ChatRole.Assistant, []) { MessageId = "msg_scripted", ResponseId = "msg_scripted", FinishReason = reason };
}
