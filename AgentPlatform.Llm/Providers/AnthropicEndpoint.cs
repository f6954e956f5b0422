using Anthropic.Core;

namespace AgentPlatform.Llm;

/// <summary>
/// Anthropic's Messages API as it is configured, for requests that another program has written. The key leaves this assembly
/// in a request's header only.
/// </summary>
public sealed class AnthropicEndpoint
{
    private readonly string? _key;
    private readonly string _baseUrl;

    internal AnthropicEndpoint(ModelSelection selection, LlmOptions options)
    {
        var anthropic = selection.ProviderOf(options) == ModelProviders.Anthropic;
        _key = anthropic ? selection.KeyOf(options) : null;
        _baseUrl = ((anthropic ? selection.BaseUrlOf(options) : null) ?? EnvironmentUrl.Production).TrimEnd('/');
    }

    /// <summary>False when the platform's model is another provider's, or simulated.</summary>
    public bool Configured => _key is not null;

    /// <summary>A POST with the key, to a path such as <c>/v1/messages?beta=true</c>.</summary>
    public HttpRequestMessage Post(string pathAndQuery)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, new Uri(_baseUrl + pathAndQuery));
        request.Headers.TryAddWithoutValidation("x-api-key", _key ?? throw new InvalidOperationException("No key of Anthropic is configured."));
        return request;
    }

    /// <summary>The text without the key, should somebody have put it there.</summary>
    public string Redact(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return _key is null ? text : text.Replace(_key, "…", StringComparison.Ordinal);
    }

    /// <summary>What an error status of the API means.</summary>
    public static ModelFailure FailureOf(int status) => ProviderFailures.OfStatus(status);

    /// <summary>What the type of an error event in a stream means.</summary>
    public static ModelFailure FailureOf(string errorType) => ProviderFailures.OfErrorType(errorType);
}
