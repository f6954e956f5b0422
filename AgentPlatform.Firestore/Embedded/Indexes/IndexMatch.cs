namespace AgentPlatform.Firestore.Embedded;

/// <summary>An index that gives a query's documents in its order.</summary>
/// <param name="Definition">The index.</param>
/// <param name="Prefix">How many of its leading fields have given values.</param>
/// <param name="Reversed">Whether it is read from its end.</param>
internal readonly record struct IndexMatch(IndexDefinition Definition, int Prefix, bool Reversed)
{
    public static IndexMatch? Find(IndexDefinition definition, QueryShape shape)
    {
        var prefix = definition.Fields.Count - shape.Sort.Count;
        if (prefix < 0 || definition.CollectionId != shape.CollectionId || definition.CollectionGroup != shape.CollectionGroup)
        {
            return null;
        }

        var reversed = definition.NameDescending != shape.NameDescending;
        for (var i = 0; i < shape.Sort.Count; i++)
        {
            var field = definition.Fields[prefix + i];
            var descending = field.Kind == IndexFieldKind.Descending;
            if (field.Kind == IndexFieldKind.Contains || field.Path != shape.Sort[i].Path || (descending ^ reversed) != shape.Sort[i].Descending)
            {
                return null;
            }
        }

        for (var i = 0; i < prefix; i++)
        {
            if (!HasValue(definition.Fields[i], shape))
            {
                return null;
            }
        }

        return new IndexMatch(definition, prefix, reversed);
    }

    private static bool HasValue(IndexField field, QueryShape shape) =>
        field.Kind == IndexFieldKind.Contains ? shape.Contains?.Path == field.Path : shape.Equalities.ContainsKey(field.Path);
}
