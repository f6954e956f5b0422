using Google.Cloud.Firestore.V1;

namespace AgentPlatform.Firestore;

internal static class QueryCursors
{
    public static Cursor FromValues(Query query, StructuredQuery proto, object?[] values, bool before)
    {
        if (values.Length == 0 || values.Length > proto.OrderBy.Count)
        {
            throw new ArgumentException("Cursor values must match the order's fields", nameof(values));
        }

        var cursor = new Cursor { Before = before };
        for (var i = 0; i < values.Length; i++)
        {
            cursor.Values.Add(proto.OrderBy[i].Field.FieldPath == FieldPath.NameField
                ? NameValue(query, proto, values[i])
                : ValueCodec.ToValue(values[i], query.Database.ConverterRegistry));
        }

        return cursor;
    }

    public static Cursor FromSnapshot(Query query, StructuredQuery proto, DocumentSnapshot snapshot, bool before)
    {
        if (!proto.From[0].AllDescendants && snapshot.Reference.Parent.Path != $"{query.ParentPath}/{proto.From[0].CollectionId}")
        {
            throw new ArgumentException("The cursor's snapshot is from another collection", nameof(snapshot));
        }

        var document = snapshot.Proto ?? throw new ArgumentException("The cursor's snapshot does not exist", nameof(snapshot));
        QueryOrder.AddImplicit(proto);
        var cursor = new Cursor { Before = before };
        foreach (var order in proto.OrderBy)
        {
            cursor.Values.Add(document.TryGetField(order.Field.FieldPath, out var value)
                ? value!
                : throw new ArgumentException($"The snapshot lacks {order.Field.FieldPath}", nameof(snapshot)));
        }

        return cursor;
    }

    /// <summary>A document's name from a reference, an id in the collection, or, for a group, a path.</summary>
    public static Value NameValue(Query query, StructuredQuery proto, object? value)
    {
        var from = proto.From[0];
        return value switch
        {
            Value v => v,
            DocumentReference reference => new Value { ReferenceValue = reference.Path },
            string path when from.AllDescendants => new Value { ReferenceValue = query.Database.Document(path).Path },
            string id when id.Length > 0 && !id.Contains('/', StringComparison.Ordinal) => new Value { ReferenceValue = $"{query.ParentPath}/{from.CollectionId}/{id}" },
            string id => throw new ArgumentException($"'{id}' is not a document id", nameof(value)),
            _ => throw new ArgumentException("__name__ takes a document id or reference", nameof(value)),
        };
    }
}
