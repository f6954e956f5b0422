using System.Text.Json;

namespace AgentPlatform.Firestore.Embedded;

/// <summary>Reads Google's <c>firestore.indexes.json</c>.</summary>
internal static class IndexFile
{
    private static readonly JsonDocumentOptions Lenient = new() { AllowTrailingCommas = true, CommentHandling = JsonCommentHandling.Skip };

    public static IReadOnlyList<IndexDefinition> Parse(string json) => Read(json, root =>
    {
        var definitions = Elements(root, "indexes").Select(Composite).Concat(Elements(root, "fieldOverrides").SelectMany(Override));
        return definitions.DistinctBy(d => d.Signature).OrderBy(d => d.Signature, StringComparer.Ordinal);
    });

    /// <summary>The fields with <c>"ttl": true</c>; each needs an ascending index of its collection group, along which expired documents are found.</summary>
    public static IReadOnlyList<ExpiryPolicy> Expiring(string json) =>
        Read(json, root => Elements(root, "fieldOverrides").Where(field => field.TryGetProperty("ttl", out var ttl) && ttl.GetBoolean()).Select(Expiring));

    private static IReadOnlyList<T> Read<T>(string json, Func<JsonElement, IEnumerable<T>> read)
    {
        try
        {
            using var document = JsonDocument.Parse(json, Lenient);
            return [.. read(document.RootElement)];
        }
        catch (Exception e) when (e is JsonException or KeyNotFoundException or InvalidOperationException or FormatException)
        {
            throw new EmbeddedFirestoreException($"The index definitions are not in the format of firestore.indexes.json: {e.Message}", e);
        }
    }

    private static ExpiryPolicy Expiring(JsonElement field)
    {
        var index = Override(field).FirstOrDefault(index => index.CollectionGroup && index.Fields[0].Kind == IndexFieldKind.Ascending)
            ?? throw new FormatException($"the field '{field.GetProperty("fieldPath").GetString()}' of '{field.GetProperty("collectionGroup").GetString()}' has a ttl and no ascending index of the collection group");
        return new ExpiryPolicy(index.CollectionId, index.Fields[0].Path);
    }

    private static IndexDefinition Composite(JsonElement index)
    {
        var fields = Elements(index, "fields").Select(f => new IndexField(Encoded(f.GetProperty("fieldPath").GetString()!), Kind(f))).ToList();
        if (fields.Count == 0)
        {
            throw new FormatException("an index has no fields");
        }

        var name = fields.FindIndex(f => f.Path == FieldPath.NameField);
        var nameDescending = (name >= 0 ? fields[name] : fields[^1]).Kind == IndexFieldKind.Descending;
        return new IndexDefinition(
            index.GetProperty("collectionGroup").GetString()!,
            IsGroup(index),
            [.. fields.Where(f => f.Path != FieldPath.NameField)],
            nameDescending);
    }

    // An exemption lists the single-field indexes that are to exist.
    private static IEnumerable<IndexDefinition> Override(JsonElement exemption)
    {
        var collection = exemption.GetProperty("collectionGroup").GetString()!;
        var path = Encoded(exemption.GetProperty("fieldPath").GetString()!);
        return Elements(exemption, "indexes")
            .Select(index => new { Index = index, Field = new IndexField(path, Kind(index)) })
            .Select(x => new IndexDefinition(collection, IsGroup(x.Index), [x.Field], x.Field.Kind == IndexFieldKind.Descending));
    }

    private static IndexFieldKind Kind(JsonElement field) =>
        field.TryGetProperty("arrayConfig", out _) ? IndexFieldKind.Contains
        : field.TryGetProperty("order", out var order) ? Enum.Parse<IndexFieldKind>(order.GetString()!, ignoreCase: true)
        : throw new FormatException("a field has neither 'order' nor 'arrayConfig'");

    private static bool IsGroup(JsonElement element) => element.TryGetProperty("queryScope", out var scope) && scope.GetString() == "COLLECTION_GROUP";

    private static string Encoded(string path) => path == FieldPath.NameField ? path : new FieldPath(FieldPath.SplitEncoded(path)).Encoded;

    private static JsonElement.ArrayEnumerator Elements(JsonElement element, string name) =>
        element.TryGetProperty(name, out var array) ? array.EnumerateArray() : default;
}
