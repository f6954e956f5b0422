using Google.Cloud.Firestore.V1;

namespace AgentPlatform.Firestore.Embedded;

/// <summary>A request of the client or a commit.</summary>
internal readonly record struct ListenEvent(ListenRequest? Request, PublishedCommit? Commit);
