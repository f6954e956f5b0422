using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using AgentPlatform.Llm.Simulation;
using Microsoft.Extensions.AI;

namespace AgentPlatform.Llm;

/// <summary>
/// The model for whoever has no key: plain rules, no socket, the same answer to the same messages.
/// It designs agents when <c>draft_agent</c> is among the tools, and plays a run otherwise.
/// </summary>
public sealed class SimulatedChatClient(TimeProvider clock, TimeSpan chunkDelay) : IChatClient
{
    private static readonly ChatClientMetadata Metadata = new(ModelProviders.Simulated, defaultModelId: ModelSelection.SimulatedModel);

    /// <summary>Answers at once, as tests want it.</summary>
    public SimulatedChatClient()
        : this(TimeProvider.System, TimeSpan.Zero)
    {
    }

    public Task<ChatResponse> GetResponseAsync(IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default) =>
        GetStreamingResponseAsync(messages, options, cancellationToken).ToChatResponseAsync(cancellationToken);

    public async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages,
        ChatOptions? options = null,
        [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var transcript = new Transcript(messages, options);
        var id = IdOf(transcript.Messages);
        var (answer, outputTokens, cut) = AnswerLimit.Apply(SimulatedRules.Answer(transcript), options?.MaxOutputTokens);
        foreach (var chunk in TextChunks.Of(answer.Text))
        {
            if (chunkDelay > TimeSpan.Zero)
            {
                await Task.Delay(chunkDelay, clock, cancellationToken);
            }

            cancellationToken.ThrowIfCancellationRequested();
            yield return Update(id, new TextContent(chunk));
        }

        if (answer.Call is { } call)
        {
            yield return Update(id, new FunctionCallContent($"call_{id}", call.Name, call.Arguments));
        }

        var inputTokens = TokenEstimator.OfPrompt(transcript.Messages, options);
        var usage = new UsageDetails { InputTokenCount = inputTokens, OutputTokenCount = outputTokens, TotalTokenCount = inputTokens + outputTokens };
        var last = Update(id, new UsageContent(usage));
        last.FinishReason = cut ? ChatFinishReason.Length : answer.Call is null ? ChatFinishReason.Stop : ChatFinishReason.ToolCalls;
        yield return last;
    }

    public object? GetService(Type serviceType, object? serviceKey = null) =>
        serviceKey is not null ? null
        : serviceType == typeof(ChatClientMetadata) ? Metadata
        : serviceType.IsInstanceOfType(this) ? this
        : null;

    public void Dispose()
    {
    }

    private static ChatResponseUpdate Update(string id, AIContent content) => new(ChatRole.Assistant, [content])
    {
        MessageId = $"msg_{id}",
        ModelId = ModelSelection.SimulatedModel,
        ResponseId = $"msg_{id}",
    };

    private static string IdOf(List<ChatMessage> messages)
    {
        var text = new StringBuilder();
        foreach (var message in messages)
        {
            text.Append(message.Role.Value).Append('\n');
            foreach (var content in message.Contents)
            {
                text.Append(content switch
                {
                    TextContent part => part.Text,
                    FunctionCallContent call => call.Name + JsonSerializer.Serialize(call.Arguments, AIJsonUtilities.DefaultOptions),
                    FunctionResultContent result => ToolResultText.Of(result.Result),
                    _ => content.GetType().Name,
                }).Append('\n');
            }
        }

        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text.ToString())).AsSpan(0, 12));
    }
}
