using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;

namespace AgentPlatform.Llm;

/// <summary>Which provider, model, address and key a configuration means. The key stays inside this assembly.</summary>
internal sealed class ModelSelection : IValidateOptions<LlmOptions>
{
    public const string AnthropicKey = "ANTHROPIC_API_KEY";
    public const string AnthropicBaseUrl = "ANTHROPIC_BASE_URL";
    public const string DefaultAnthropicModel = "claude-sonnet-5-5";
    public const string SimulatedModel = "simulated";

    private readonly string? environmentKey;
    private readonly string? environmentBaseUrl;

    public ModelSelection(IConfiguration configuration)
    {
        environmentKey = NullIfEmpty(configuration[AnthropicKey]);
        environmentBaseUrl = NullIfEmpty(configuration[AnthropicBaseUrl]);
    }

    public string ProviderOf(LlmOptions options) => NullIfEmpty(options.Provider) switch
    {
        { } named => named,
        null when NullIfEmpty(options.BaseUrl) is not null && environmentKey is null => ModelProviders.OpenAI,
        null when environmentKey is not null || NullIfEmpty(options.ApiKey) is not null => ModelProviders.Anthropic,
        null => ModelProviders.Simulated,
    };

    public ModelInfo ModelOf(LlmOptions options) => ProviderOf(options) switch
    {
        ModelProviders.Anthropic => new(ModelProviders.Anthropic, NullIfEmpty(options.Model) ?? DefaultAnthropicModel, Simulated: false),
        ModelProviders.OpenAI => new(ModelProviders.OpenAI, NullIfEmpty(options.Model) ?? "", Simulated: false),
        _ => new(ModelProviders.Simulated, SimulatedModel, Simulated: true),
    };

    public string? KeyOf(LlmOptions options) =>
        NullIfEmpty(options.ApiKey) ?? (ProviderOf(options) == ModelProviders.Anthropic ? environmentKey : null);

    public string? BaseUrlOf(LlmOptions options) =>
        NullIfEmpty(options.BaseUrl) ?? (ProviderOf(options) == ModelProviders.Anthropic ? environmentBaseUrl : null);

    public ValidateOptionsResult Validate(string? name, LlmOptions options) => ProviderOf(options) switch
    {
        ModelProviders.Anthropic when KeyOf(options) is null =>
            ValidateOptionsResult.Fail("Llm:Provider is anthropic and there is no key: set ANTHROPIC_API_KEY or Llm:ApiKey."),
        ModelProviders.OpenAI when NullIfEmpty(options.Model) is null =>
            ValidateOptionsResult.Fail("Llm:Model must name a model when the provider is openai."),
        _ => ValidateOptionsResult.Success,
    };

    private static string? NullIfEmpty(string? value) => string.IsNullOrWhiteSpace(value) ? null : value;
}
