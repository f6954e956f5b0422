using Google.Cloud.Firestore.V1;

namespace AgentPlatform.Firestore.Embedded;

internal static class Projections
{
    public static Document Apply(StructuredQuery.Types.Projection? projection, Document document) =>
        projection is null ? document : Apply(projection.Fields.Select(f => f.FieldPath), document);

    public static Document Apply(DocumentMask? mask, Document document) => mask is null ? document : Apply(mask.FieldPaths, document);

    // Stored values are shared, the maps on the way to them are not: Put must not write into a stored map.
    private static Document Apply(IEnumerable<string> paths, Document document)
    {
        var projected = new Document { Name = document.Name, CreateTime = document.CreateTime, UpdateTime = document.UpdateTime };
        foreach (var path in paths)
        {
            if (path != FieldPath.NameField && document.TryGetField(path, out var value))
            {
                projected.Fields.Put(FieldPath.SplitEncoded(path), value!.ValueTypeCase == Value.ValueTypeOneofCase.MapValue ? value.Clone() : value);
            }
        }

        return projected;
    }
}
