namespace AgentPlatform.Firestore;

/// <summary>Whether Set replaces the document or merges into it.</summary>
public sealed class SetOptions
{
    /// <summary>Replaces the whole document.</summary>
    public static readonly SetOptions Overwrite = new(false, []);

    /// <summary>Writes the given fields and leaves the others.</summary>
    public static readonly SetOptions MergeAll = new(true, []);

    private SetOptions(bool merge, FieldPath[] fields) => (Merge, Fields) = (merge, fields);

    internal bool Merge { get; }

    internal FieldPath[] Fields { get; }

    /// <summary>Writes only the named fields of the given data.</summary>
    public static SetOptions MergeFields(params string[] fieldMask) => MergeFields(fieldMask.Select(FieldPath.Parse).ToArray());

    /// <summary>Writes only the named fields of the given data.</summary>
    public static SetOptions MergeFields(params FieldPath[] fieldMask) => new(true, fieldMask);
}
