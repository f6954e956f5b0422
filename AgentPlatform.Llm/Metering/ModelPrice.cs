namespace AgentPlatform.Llm;

/// <summary>Prices of one model in USD per million tokens.</summary>
public sealed record ModelPrice
{
    /// <summary>Prompt tokens that are neither read from nor written to the cache.</summary>
    public decimal Input { get; init; }

    public decimal Output { get; init; }

    /// <summary>Tokens written to the five-minute cache.</summary>
    public decimal CacheWrite { get; init; }

    public decimal CacheRead { get; init; }

    /// <summary>Prompt tokens of one call above which all its prices are multiplied; null for none.</summary>
    public long? LongPromptThreshold { get; init; }

    /// <summary>Factor on all prices of a call above <see cref="LongPromptThreshold"/>. Default 1.</summary>
    public decimal LongPromptFactor { get; init; } = 1;
}
