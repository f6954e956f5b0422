namespace AgentPlatform.Testing.StandInMessages;

/// <summary>Usage that the stand-in reports; <paramref name="Input"/> is without cached tokens, as Anthropic says it.</summary>
public sealed record StandInUsage(long Input = 100, long Output = 20, long CacheRead = 0, long CacheWrite = 0);
