using Google.Cloud.Firestore.V1;
using static Google.Cloud.Firestore.V1.StructuredQuery.Types;
using Operator = Google.Cloud.Firestore.V1.StructuredQuery.Types.FieldFilter.Types.Operator;

namespace AgentPlatform.Firestore.Embedded;

/// <summary>The statements that give a query's candidates, and their bounds.</summary>
internal static class QueryRows
{
    public const string Ascending = "SELECT coll, id, ut, body FROM docs WHERE coll = $1 AND id >= $2 AND id <= $3 ORDER BY id";
    public const string Descending = "SELECT coll, id, ut, body FROM docs WHERE coll = $1 AND id >= $2 AND id <= $3 ORDER BY id DESC";
    public const string Descendants = "SELECT coll, id, ut, body FROM docs WHERE coll >= $1 AND coll < $2";
    /// <summary>Looks at every document: a declared index is the way to ask often.</summary>
    public const string Group = "SELECT coll, id, ut, body FROM docs WHERE grp = $1 AND coll >= $2 AND coll < $3";

    public const string IndexAscending =
        "SELECT d.coll, d.id, d.ut, d.body FROM idx i CROSS JOIN docs d ON d.rid = i.rid WHERE i.def = $1 AND i.key >= $2 AND i.key < $3 ORDER BY i.key";

    public const string IndexDescending =
        "SELECT d.coll, d.id, d.ut, d.body FROM idx i CROSS JOIN docs d ON d.rid = i.rid WHERE i.def = $1 AND i.key >= $2 AND i.key < $3 ORDER BY i.key DESC";

    /// <summary>Not below any id: no character sorts after it.</summary>
    public const string LastText = "\U0010FFFF\U0010FFFF";

    public static readonly byte[] LastKey = [0xFF, 0xFF, 0xFF];

    /// <summary>The range of collections below a parent.</summary>
    public static (string Low, string High) Below(string parent) => (parent + "/", parent + "0");

    /// <summary>The range of ids that filters and cursors on the name leave.</summary>
    public static (string Low, string High) NameBounds(StructuredQuery complete, string collection, bool descending)
    {
        var (low, high) = ("", LastText);
        foreach (var filter in Conjunction(complete.Where))
        {
            if (filter.FieldFilter is { Field.FieldPath: FieldPath.NameField, Value.ReferenceValue: { Length: > 0 } name } field && Id(name, collection) is { } id)
            {
                low = field.Op is Operator.Equal or Operator.GreaterThan or Operator.GreaterThanOrEqual ? Greater(low, id) : low;
                high = field.Op is Operator.Equal or Operator.LessThan or Operator.LessThanOrEqual ? Lesser(high, id) : high;
            }
        }

        var start = complete.StartAt is { Values.Count: > 0 } s ? Id(s.Values[0].ReferenceValue, collection) : null;
        var end = complete.EndAt is { Values.Count: > 0 } e ? Id(e.Values[0].ReferenceValue, collection) : null;
        var (first, last) = descending ? (end, start) : (start, end);
        return (first is null ? low : Greater(low, first), last is null ? high : Lesser(high, last));
    }

    private static IEnumerable<Filter> Conjunction(Filter? filter) => filter switch
    {
        null => [],
        { CompositeFilter: { Op: CompositeFilter.Types.Operator.And } and } => and.Filters.SelectMany(Conjunction),
        { CompositeFilter: { } } => [],
        _ => [filter],
    };

    private static string? Id(string name, string collection) =>
        name.Length > collection.Length + 1 && name.StartsWith(collection, StringComparison.Ordinal) && name[collection.Length] == '/'
        && !name.AsSpan(collection.Length + 1).Contains('/')
            ? name[(collection.Length + 1)..]
            : null;

    private static string Greater(string a, string b) => ValueComparer.CompareUtf8(a, b) >= 0 ? a : b;

    private static string Lesser(string a, string b) => ValueComparer.CompareUtf8(a, b) <= 0 ? a : b;
}
