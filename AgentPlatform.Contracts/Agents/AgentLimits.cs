using System.ComponentModel.DataAnnotations;

namespace AgentPlatform.Contracts.Agents;

/// <summary>Hard limits of an agent.</summary>
public sealed record AgentLimits
{
    /// <summary>Tokens, input and output, of one run.</summary>
    [Range(1, 100_000_000)]
    public int MaxTokensPerRun { get; init; } = 100_000;

    /// <summary>Tokens, input and output, of all runs of one calendar month (UTC).</summary>
    [Range(1L, 10_000_000_000L)]
    public long MaxTokensPerMonth { get; init; } = 5_000_000;

    /// <summary>Wall-clock seconds of one run.</summary>
    [Range(1, 86_400)]
    public int MaxRunSeconds { get; init; } = 600;

    /// <summary>Model calls of one run.</summary>
    [Range(1, 500)]
    public int MaxSteps { get; init; } = 30;
}
