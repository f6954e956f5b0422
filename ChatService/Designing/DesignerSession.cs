using Microsoft.Extensions.AI;

namespace ChatService.Designing;

/// <summary>The conversation with the model behind one answer.</summary>
internal sealed class DesignerSession(IReadOnlyList<ChatMessage> past, List<ChatMessage> turn, DesignerTools tools, ChatOptions options)
{
    public ChatOptions Options => options;

    /// <summary>Tool calls that have no result yet. Calls are answered in order; their ids need not be unique, for some models repeat them.</summary>
    public IReadOnlyList<FunctionCallContent> OpenToolCalls
    {
        get
        {
            var open = new Queue<FunctionCallContent>();
            foreach (var content in turn.SelectMany(message => message.Contents))
            {
                if (content is FunctionCallContent call)
                {
                    open.Enqueue(call);
                }
                else if (content is FunctionResultContent)
                {
                    open.TryDequeue(out _);
                }
            }

            return [.. open];
        }
    }

    /// <summary>What the model is sent next.</summary>
    public IReadOnlyList<ChatMessage> Prompt() => [.. past, .. turn];

    /// <summary>Runs a tool; its result becomes part of the turn.</summary>
    public Task InvokeAsync(FunctionCallContent call, CancellationToken cancellationToken) => tools.InvokeAsync(call, cancellationToken);
}
