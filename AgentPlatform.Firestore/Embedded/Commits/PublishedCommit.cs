namespace AgentPlatform.Firestore.Embedded;

/// <summary>A commit as listeners see it.</summary>
internal sealed record PublishedCommit(long Micros, IReadOnlyList<StoredChange> Changes);
