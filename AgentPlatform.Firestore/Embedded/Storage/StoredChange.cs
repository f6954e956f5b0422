using Google.Cloud.Firestore.V1;

namespace AgentPlatform.Firestore.Embedded;

/// <summary>What one commit did to one document; the messages are never changed afterwards.</summary>
internal readonly record struct StoredChange(DocumentName Name, Document? Before, Document? After, int Size);
