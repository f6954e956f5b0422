namespace AgentPlatform.Firestore.Embedded;

/// <summary>A range of an index's keys; the upper end is not part of it, null is the end of the index.</summary>
internal readonly record struct IndexRange(byte[] From, byte[]? To);
