using Anthropic;
using Anthropic.Core;
using Microsoft.Extensions.AI;

namespace AgentPlatform.Llm;

/// <summary>Claude through Anthropic's SDK.</summary>
internal static class AnthropicProvider
{
    /// <summary>The guard decides when a call is too slow; the SDK's own limit only has to be out of the way.</summary>
    private static readonly TimeSpan NoLimit = TimeSpan.FromDays(1);

    public static IChatClient Create(string model, string key, string? baseUrl, LlmOptions options)
    {
        var client = new AnthropicClient
        {
            ApiKey = key,
            BaseUrl = baseUrl ?? EnvironmentUrl.Production,
            Handlers = [new RetryAfterHandler()],
            MaxRetries = options.MaxRetries,
            OpenTelemetry = false,
            Timeout = NoLimit,
        };
        return new PromptCaching(client.AsIChatClient(model, options.MaxOutputTokens));
    }
}
