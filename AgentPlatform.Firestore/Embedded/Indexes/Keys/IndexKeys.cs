using Google.Cloud.Firestore.V1;

namespace AgentPlatform.Firestore.Embedded;

/// <summary>The keys under which a document stands in an index: its scope, its values, its name.</summary>
internal static class IndexKeys
{
    /// <summary>None when the document lacks a field or the index has none but the name; several when one is read by array element.</summary>
    public static IReadOnlyList<byte[]> Of(IndexDefinition definition, DocumentName name, Document? document)
    {
        if (document is null || definition.Fields.Count == 0)
        {
            return [];
        }

        var values = new Value[definition.Fields.Count];
        var contains = -1;
        for (var i = 0; i < values.Length; i++)
        {
            if (!document.TryGetField(definition.Fields[i].Path, out var value))
            {
                return [];
            }

            if (definition.Fields[i].Kind == IndexFieldKind.Contains)
            {
                contains = i;
            }

            values[i] = value!;
        }

        if (contains < 0)
        {
            return [Key(definition, name, values)];
        }

        if (values[contains].ArrayValue is not { } array)
        {
            return [];
        }

        var keys = new SortedSet<byte[]>(Comparer<byte[]>.Create((a, b) => a.AsSpan().SequenceCompareTo(b)));
        foreach (var element in array.Values)
        {
            values[contains] = element;
            keys.Add(Key(definition, name, values));
        }

        return [.. keys];
    }

    public static void Scope(KeyBuilder key, IndexDefinition definition, string collection) =>
        key.WholeText(definition.CollectionGroup ? DocumentName.Root(collection) : collection);

    /// <summary>The name as it follows the values: the id within a collection, the whole name in a group.</summary>
    public static void Name(KeyBuilder key, IndexDefinition definition, string name) =>
        key.Name(definition.CollectionGroup ? name : name[(name.LastIndexOf('/') + 1)..], definition.NameDescending);

    private static byte[] Key(IndexDefinition definition, DocumentName name, Value[] values)
    {
        var key = new KeyBuilder();
        Scope(key, definition, name.Collection);
        for (var i = 0; i < values.Length; i++)
        {
            key.Value(values[i], definition.Fields[i].Kind == IndexFieldKind.Descending);
        }

        Name(key, definition, name.Full);
        return key.ToArray();
    }
}
