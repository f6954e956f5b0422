using Google.Cloud.Firestore.V1;
using Operator = Google.Cloud.Firestore.V1.StructuredQuery.Types.FieldFilter.Types.Operator;

namespace AgentPlatform.Firestore.Embedded;

/// <summary>The key ranges that hold a query's documents: one for each combination of given values.</summary>
internal static class IndexRanges
{
    /// <summary>The ranges may hold more than the query's result, never less.</summary>
    public static List<IndexRange> Of(IndexMatch match, QueryShape shape, string scope)
    {
        var ranges = new List<IndexRange>();
        var key = new KeyBuilder();
        IndexKeys.Scope(key, match.Definition, scope);
        Descend(match, shape, key, 0, ranges);
        return ranges;
    }

    private static void Descend(IndexMatch match, QueryShape shape, KeyBuilder key, int depth, List<IndexRange> ranges)
    {
        if (depth == match.Prefix)
        {
            ranges.Add(Bounded(match, shape, key));
            return;
        }

        var field = match.Definition.Fields[depth];
        var values = field.Kind == IndexFieldKind.Contains ? shape.Contains!.Value.Values : shape.Equalities[field.Path];
        var start = key.Length;
        foreach (var value in values)
        {
            key.Value(value, field.Kind == IndexFieldKind.Descending);
            Descend(match, shape, key, depth + 1, ranges);
            key.Truncate(start);
        }
    }

    private static IndexRange Bounded(IndexMatch match, QueryShape shape, KeyBuilder key)
    {
        var prefix = key.ToArray();
        var (from, to) = (prefix, KeyBuilder.After(prefix));
        foreach (var (lower, upper) in Bounds(match, shape, key))
        {
            if (lower.AsSpan().SequenceCompareTo(from) > 0)
            {
                from = lower;
            }

            if (upper is not null && (to is null || upper.AsSpan().SequenceCompareTo(to) < 0))
            {
                to = upper;
            }
        }

        return new IndexRange(from, to);
    }

    // Bounds on what follows the prefix: the first field of the order, or else the name.
    private static IEnumerable<(byte[] Lower, byte[]? Upper)> Bounds(IndexMatch match, QueryShape shape, KeyBuilder key)
    {
        if (shape.Sort.Count > 0)
        {
            var descending = match.Definition.Fields[match.Prefix].Kind == IndexFieldKind.Descending;
            foreach (var range in shape.Ranges.Where(r => r.Field.FieldPath == shape.Sort[0].Path))
            {
                var isLower = range.Op is Operator.GreaterThan or Operator.GreaterThanOrEqual;
                var given = Component(key, () => key.Value(range.Value, descending));
                var type = Component(key, () => key.TypeOf(range.Value, descending));
                yield return isLower != descending ? (given, KeyBuilder.After(type)) : (type, KeyBuilder.After(given));
            }
        }

        var first = shape.Complete.OrderBy[0].Field.FieldPath;
        if (first != (shape.Sort.Count > 0 ? shape.Sort[0].Path : FieldPath.NameField))
        {
            yield break;
        }

        var whole = Component(key, () => { });
        if (shape.Complete.StartAt is { Values.Count: > 0 } start && Cursor(match, shape, key, start) is { } startKey)
        {
            yield return match.Reversed ? (whole, KeyBuilder.After(startKey)) : (startKey, KeyBuilder.After(whole));
        }

        if (shape.Complete.EndAt is { Values.Count: > 0 } end && Cursor(match, shape, key, end) is { } endKey)
        {
            yield return match.Reversed ? (endKey, KeyBuilder.After(whole)) : (whole, KeyBuilder.After(endKey));
        }
    }

    private static byte[]? Cursor(IndexMatch match, QueryShape shape, KeyBuilder key, Cursor cursor)
    {
        if (shape.Sort.Count > 0)
        {
            return Component(key, () => key.Value(cursor.Values[0], match.Definition.Fields[match.Prefix].Kind == IndexFieldKind.Descending));
        }

        return cursor.Values[0].ValueTypeCase == Value.ValueTypeOneofCase.ReferenceValue
            ? Component(key, () => IndexKeys.Name(key, match.Definition, cursor.Values[0].ReferenceValue))
            : null;
    }

    private static byte[] Component(KeyBuilder key, Action write)
    {
        var start = key.Length;
        write();
        var component = key.ToArray();
        key.Truncate(start);
        return component;
    }
}
