namespace AgentPlatform.Firestore.Embedded;

/// <summary>A declared index; the document's name follows the fields in the last one's direction.</summary>
internal sealed class IndexDefinition(string collectionId, bool collectionGroup, IReadOnlyList<IndexField> fields, bool nameDescending)
{
    /// <summary>The number under which the store keeps the index's rows.</summary>
    public int Id { get; set; }

    public string CollectionId => collectionId;

    public bool CollectionGroup => collectionGroup;

    /// <summary>The fields without <c>__name__</c>.</summary>
    public IReadOnlyList<IndexField> Fields => fields;

    public bool NameDescending => nameDescending;

    /// <summary>The same for the same definition, whatever the order in the file.</summary>
    public string Signature { get; } =
        $"{collectionId}|{(collectionGroup ? "COLLECTION_GROUP" : "COLLECTION")}|{string.Join(",", fields)}|{(nameDescending ? "DESCENDING" : "ASCENDING")}";
}
