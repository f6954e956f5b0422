using System.Runtime.CompilerServices;
using Anthropic.Models.Messages;
using Microsoft.Extensions.AI;

namespace AgentPlatform.Llm;

/// <summary>
/// Asks Anthropic to keep prompts (five minutes), so that the next call of a conversation reads what this one sent at a tenth of
/// the price or less: one mark at the end of the instructions, which with the tools come first and stay the same, and one at the
/// end of the conversation so far. Too short prompts are not kept by the provider and cost nothing more.
/// </summary>
internal sealed class PromptCaching(IChatClient inner) : DelegatingChatClient(inner)
{
    public override Task<ChatResponse> GetResponseAsync(IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default) =>
        base.GetResponseAsync(Mark(messages), options, cancellationToken);

    public override async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        await foreach (var update in base.GetStreamingResponseAsync(Mark(messages), options, cancellationToken))
        {
            yield return update;
        }
    }

    /// <summary>The messages with marks; the caller's own are not changed, for they are kept and hashed.</summary>
    internal static IReadOnlyList<ChatMessage> Mark(IEnumerable<ChatMessage> messages)
    {
        List<ChatMessage> marked = [.. messages];
        MarkEnd(marked, marked.FindLastIndex(message => message.Role == ChatRole.System));
        MarkEnd(marked, marked.Count - 1);
        return marked;
    }

    private static void MarkEnd(List<ChatMessage> messages, int index)
    {
        if (index < 0 || messages[index].Contents is not [.., { } last] || Copy(last) is not { } copy)
        {
            return;
        }

        var message = messages[index].Clone();
        message.Contents = [.. messages[index].Contents.SkipLast(1), copy.WithCacheControl(new CacheControlEphemeral())];
        messages[index] = message;
    }

    /// <summary>A copy of what can carry a mark; null for anything else.</summary>
    private static AIContent? Copy(AIContent content) => content switch
    {
        TextContent { Text.Length: > 0 } text => new TextContent(text.Text) { AdditionalProperties = text.AdditionalProperties?.Clone(), RawRepresentation = text.RawRepresentation },
        FunctionResultContent result => new FunctionResultContent(result.CallId, result.Result) { AdditionalProperties = result.AdditionalProperties?.Clone(), Exception = result.Exception },
        _ => null,
    };
}
