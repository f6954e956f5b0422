using System.ComponentModel.DataAnnotations;

namespace AgentPlatform.Llm;

/// <summary>Configuration of the model pipeline. A class, not a record: it must never print its key.</summary>
public sealed class LlmOptions
{
    public const string Section = "Llm";

    /// <summary>
    /// <c>anthropic</c>, <c>openai</c> or <c>simulated</c>. Default null, which decides in this order:
    /// <see cref="BaseUrl"/> without ANTHROPIC_API_KEY means <c>openai</c>; ANTHROPIC_API_KEY or
    /// <see cref="ApiKey"/> means <c>anthropic</c>; otherwise <c>simulated</c>.
    /// </summary>
    [AllowedValues(null, ModelProviders.Anthropic, ModelProviders.OpenAI, ModelProviders.Simulated)]
    public string? Provider { get; set; }

    /// <summary>Model of a call that names none. Default <c>claude-sonnet-5-5</c> for anthropic; required for openai.</summary>
    [StringLength(200, MinimumLength = 1)]
    public string? Model { get; set; }

    /// <summary>Address of the provider, for openai up to and including <c>/v1</c>. Default: the provider's own.</summary>
    [Url]
    public string? BaseUrl { get; set; }

    /// <summary>Key of the provider. Default: ANTHROPIC_API_KEY for anthropic, none for openai.</summary>
    public string? ApiKey { get; set; }

    /// <summary>Output tokens of a call that asks for no other limit. Default 8,192.</summary>
    [Range(1, 1_000_000)]
    public int MaxOutputTokens { get; set; } = 8192;

    /// <summary>Seconds from the start of a call to its first update, the SDK's retries included. Default 120.</summary>
    [Range(0.01, 3600)]
    public double RequestTimeoutSeconds { get; set; } = 120;

    /// <summary>Seconds between two updates of a running answer. Default 60.</summary>
    [Range(0.01, 3600)]
    public double StreamIdleTimeoutSeconds { get; set; } = 60;

    /// <summary>Retries by the provider's SDK; only before the first token, never mid-stream. Default 2.</summary>
    [Range(0, 10)]
    public int MaxRetries { get; set; } = 2;

    /// <summary>Records prompts and answers in traces. Default false: they may hold personal data.</summary>
    public bool CapturePrompts { get; set; }

    /// <summary>Milliseconds between two chunks of the simulated model. Default 15.</summary>
    [Range(0, 1000)]
    public int SimulatedChunkDelayMilliseconds { get; set; } = 15;

    /// <summary>Prices by model name, in USD per million tokens; they replace or extend the built-in ones.</summary>
    public Dictionary<string, ModelPrice> Prices { get; } = new(StringComparer.OrdinalIgnoreCase);

    internal TimeSpan RequestTimeout => TimeSpan.FromSeconds(RequestTimeoutSeconds);

    internal TimeSpan StreamIdleTimeout => TimeSpan.FromSeconds(StreamIdleTimeoutSeconds);
}
