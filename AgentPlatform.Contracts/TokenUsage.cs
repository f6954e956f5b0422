namespace AgentPlatform.Contracts;

/// <summary>Tokens of one or more model calls. <paramref name="Input"/> counts every prompt token, cached or not.</summary>
public sealed record TokenUsage(long Input = 0, long Output = 0, long CacheRead = 0, long CacheWrite = 0);
