namespace AgentPlatform.Firestore;

/// <summary>What a committed write says: the document's update time, unchanged when the write changed nothing.</summary>
public sealed record WriteResult(Timestamp UpdateTime);
