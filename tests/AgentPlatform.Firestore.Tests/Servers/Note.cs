namespace AgentPlatform.Firestore.Tests.Servers;

public sealed record Note(string Id, string Owner, DateTimeOffset CreatedAt, IReadOnlyList<string> Tags, long Version);
