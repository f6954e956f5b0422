using Grpc.Core;

namespace AgentPlatform.Firestore.Embedded;

/// <summary>Refuses a query that production would answer only with an index that is not declared.</summary>
internal static class IndexRequirement
{
    public static void Check(IndexCatalog catalog, IReadOnlyList<QueryShape> shapes)
    {
        foreach (var shape in shapes)
        {
            if (Missing(catalog, shape) is { } fields)
            {
                var scope = shape.CollectionGroup ? "COLLECTION_GROUP" : "COLLECTION";
                throw RpcErrors.Create(
                    StatusCode.FailedPrecondition,
                    $"The query requires an index that firestore.indexes.json does not declare: collection '{shape.CollectionId}', scope {scope}, fields {string.Join(", ", fields)}.");
            }
        }
    }

    /// <summary>The fields of the index that the query needs and that is missing.</summary>
    public static IReadOnlyList<IndexField>? Missing(IndexCatalog catalog, QueryShape shape)
    {
        var needed = Needed(shape);
        if (needed.Count == 0)
        {
            return null;
        }

        // Indexes that end in the same order are joined, so together they have to name every field that has a value.
        var covered = new HashSet<string>();
        var found = false;
        foreach (var definition in catalog.Of(shape.CollectionId))
        {
            if (IndexMatch.Find(definition, shape) is { } match)
            {
                found = true;
                covered.UnionWith(definition.Fields.Take(match.Prefix).Select(f => f.Path));
            }
        }

        return found && WithValues(shape).All(f => covered.Contains(f.Path)) ? null : needed;
    }

    private static List<IndexField> Needed(QueryShape shape)
    {
        var values = WithValues(shape).ToList();
        var fields = values.Concat(shape.Sort.Select(s => new IndexField(s.Path, s.Descending ? IndexFieldKind.Descending : IndexFieldKind.Ascending))).ToList();
        if (fields.Count == 0 && shape.NameDescending && !shape.CollectionGroup)
        {
            // Production scans names upwards only; downwards it wants an index of the name alone.
            return [new IndexField(FieldPath.NameField, IndexFieldKind.Descending)];
        }

        var builtIn = shape.CollectionGroup
            ? fields.Count == 0
            : shape.Sort.Count == 0 || (shape.Sort.Count == 1 && values.Count == 0 && shape.Sort[0].Descending == shape.NameDescending);
        return builtIn ? [] : fields;
    }

    private static IEnumerable<IndexField> WithValues(QueryShape shape)
    {
        var sorted = shape.Sort.Select(s => s.Path).ToHashSet();
        foreach (var path in shape.Equalities.Keys.Where(p => !sorted.Contains(p)).Order(StringComparer.Ordinal))
        {
            yield return new IndexField(path, IndexFieldKind.Ascending);
        }

        if (shape.Contains is { } contains)
        {
            yield return new IndexField(contains.Path, IndexFieldKind.Contains);
        }
    }
}
