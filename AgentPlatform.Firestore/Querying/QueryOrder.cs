using Google.Cloud.Firestore.V1;
using static Google.Cloud.Firestore.V1.StructuredQuery.Types;
using Operator = Google.Cloud.Firestore.V1.StructuredQuery.Types.FieldFilter.Types.Operator;
using UnaryOperator = Google.Cloud.Firestore.V1.StructuredQuery.Types.UnaryFilter.Types.Operator;

namespace AgentPlatform.Firestore;

internal static class QueryOrder
{
    /// <summary>The service's rule: inequality fields, sorted, then the name, in the last direction.</summary>
    public static void AddImplicit(StructuredQuery query)
    {
        var last = query.OrderBy.Count > 0 ? query.OrderBy[^1].Direction : Direction.Ascending;
        var inequalities = QueryFilters.Leaves(query.Where).Where(IsInequality).Select(FieldOf).Distinct().Order(StringComparer.Ordinal);
        foreach (var field in inequalities.Where(f => f != FieldPath.NameField).Append(FieldPath.NameField).ToList())
        {
            if (query.OrderBy.All(o => o.Field.FieldPath != field))
            {
                query.OrderBy.Add(new Order { Field = new FieldReference { FieldPath = field }, Direction = last });
            }
        }
    }

    public static StructuredQuery WithImplicit(StructuredQuery query)
    {
        var complete = query.Clone();
        AddImplicit(complete);
        return complete;
    }

    public static bool IsInequality(Filter filter) =>
        filter.UnaryFilter?.Op is UnaryOperator.IsNotNull or UnaryOperator.IsNotNan
        || filter.FieldFilter?.Op is Operator.LessThan or Operator.LessThanOrEqual or Operator.GreaterThan or Operator.GreaterThanOrEqual or Operator.NotEqual or Operator.NotIn;

    public static string FieldOf(Filter filter) => (filter.FieldFilter?.Field ?? filter.UnaryFilter.Field).FieldPath;

    public static IComparer<Document> ComparerFor(StructuredQuery query)
    {
        var orders = WithImplicit(query).OrderBy.Select(o => (o.Field.FieldPath, Sign: o.Direction == Direction.Descending ? -1 : 1)).ToArray();
        return Comparer<Document>.Create((a, b) =>
        {
            foreach (var (path, sign) in orders)
            {
                var order = path == FieldPath.NameField ? ValueComparer.ComparePaths(a.Name, b.Name) : Compare(a, b, path);
                if (order != 0)
                {
                    return order * sign;
                }
            }

            return 0;
        });
    }

    private static int Compare(Document a, Document b, string path)
    {
        a.TryGetField(path, out var x);
        b.TryGetField(path, out var y);
        return ValueComparer.Instance.Compare(x ?? new Value(), y ?? new Value());
    }
}
