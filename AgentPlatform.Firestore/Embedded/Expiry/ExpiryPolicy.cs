namespace AgentPlatform.Firestore.Embedded;

/// <summary>The field of a collection that says from when its documents are no longer wanted: a TTL policy.</summary>
internal readonly record struct ExpiryPolicy(string CollectionId, string FieldPath);
