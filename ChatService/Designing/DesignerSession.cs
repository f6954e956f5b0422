using Microsoft.Extensions.AI;

namespace ChatService.Designing;

/// <summary>The conversation with the model behind one answer.</summary>
internal sealed class DesignerSession(IReadOnlyList<ChatMessage> past, List<ChatMessage> turn, DesignerTools tools, ChatOptions options)
{
    public ChatOptions Options => options;

    /// <summary>Tool calls of the newest model answer that have no result yet.</summary>
    public IReadOnlyList<FunctionCallContent> OpenToolCalls
    {
        get
        {
            var answered = turn.SelectMany(message => message.Contents).OfType<FunctionResultContent>().Select(result => result.CallId).ToHashSet(StringComparer.Ordinal);
            return [.. turn.SelectMany(message => message.Contents).OfType<FunctionCallContent>().Where(call => !answered.Contains(call.CallId))];
        }
    }

    /// <summary>What the model is sent next.</summary>
    public IReadOnlyList<ChatMessage> Prompt() => [.. past, .. turn];

    /// <summary>Runs a tool; its result becomes part of the turn.</summary>
    public Task InvokeAsync(FunctionCallContent call, CancellationToken cancellationToken) => tools.InvokeAsync(call, cancellationToken);
}
