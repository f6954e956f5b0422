namespace AgentPlatform.Firestore;

/// <summary>One difference between two snapshots of a listener.</summary>
public sealed record DocumentChange(DocumentSnapshot Document, DocumentChange.Type ChangeType, int? OldIndex, int? NewIndex)
{
    /// <summary>What happened to the document in the result.</summary>
    public enum Type
    {
        /// <summary>It came into the result.</summary>
        Added,

        /// <summary>It stayed in the result and changed.</summary>
        Modified,

        /// <summary>It left the result.</summary>
        Removed,
    }
}
