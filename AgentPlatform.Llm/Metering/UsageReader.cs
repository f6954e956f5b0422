using AgentPlatform.Contracts;
using Microsoft.Extensions.AI;

namespace AgentPlatform.Llm;

/// <summary>Reads the usage of a model call into the platform's own record.</summary>
public static class UsageReader
{
    /// <summary>Where Anthropic's client puts tokens written to the prompt cache.</summary>
    public const string CacheWriteCount = "CacheCreationInputTokens";

    /// <summary>Input counts every prompt token, cached or not; so both providers report it.</summary>
    public static TokenUsage From(UsageDetails? details) => details is null
        ? new TokenUsage()
        : new TokenUsage(
            details.InputTokenCount ?? 0,
            details.OutputTokenCount ?? 0,
            details.CachedInputTokenCount ?? 0,
            details.AdditionalCounts is { } counts && counts.TryGetValue(CacheWriteCount, out var written) ? written : 0);
}
