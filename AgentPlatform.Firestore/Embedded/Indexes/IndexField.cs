namespace AgentPlatform.Firestore.Embedded;

/// <summary>One field of an index: by value, up or down, or by the elements of an array.</summary>
internal readonly record struct IndexField(string Path, IndexFieldKind Kind)
{
    public override string ToString() => $"{Path} {Kind.ToString().ToUpperInvariant()}";
}
