namespace AgentPlatform.Contracts.Executions;

/// <summary>A file that a run left in <c>out/</c>, as it was at the run's end; its path is the one below <c>out/</c>.</summary>
public sealed record Artifact(string Path, long Size, string ContentType, DateTimeOffset ModifiedAt);
