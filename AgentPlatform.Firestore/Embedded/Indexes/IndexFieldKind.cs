namespace AgentPlatform.Firestore.Embedded;

internal enum IndexFieldKind
{
    Ascending,
    Contains,
    Descending,
}
