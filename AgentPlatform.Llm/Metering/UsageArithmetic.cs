using AgentPlatform.Contracts;

namespace AgentPlatform.Llm;

/// <summary>Arithmetic on <see cref="TokenUsage"/>.</summary>
public static class UsageArithmetic
{
    /// <summary>What both used together.</summary>
    public static TokenUsage Add(this TokenUsage usage, TokenUsage other) =>
        new(usage.Input + other.Input, usage.Output + other.Output, usage.CacheRead + other.CacheRead, usage.CacheWrite + other.CacheWrite);
}
