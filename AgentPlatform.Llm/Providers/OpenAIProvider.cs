using System.ClientModel;
using System.ClientModel.Primitives;
using Microsoft.Extensions.AI;
using OpenAI;
using OpenAI.Chat;

namespace AgentPlatform.Llm;

/// <summary>Any endpoint that speaks OpenAI's chat completions.</summary>
internal static class OpenAIProvider
{
    /// <summary>Local servers take calls without a key, the SDK does not make one without.</summary>
    private const string NoKey = "none";

    /// <summary>The guard decides when a call is too slow.</summary>
    private static readonly TimeSpan NoLimit = TimeSpan.FromDays(1);

    public static IChatClient Create(string model, string? key, string? baseUrl, LlmOptions options)
    {
        var settings = new OpenAIClientOptions
        {
            ClientLoggingOptions = new ClientLoggingOptions { EnableLogging = false },
            NetworkTimeout = NoLimit,
            RetryPolicy = new ClientRetryPolicy(options.MaxRetries),
        };
        if (baseUrl is not null)
        {
            settings.Endpoint = new Uri(baseUrl);
        }

        return new ChatClient(model, new ApiKeyCredential(key ?? NoKey), settings).AsIChatClient();
    }
}
