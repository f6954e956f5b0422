using Google.Cloud.Firestore.V1;
using Google.Protobuf.WellKnownTypes;
using static Google.Cloud.Firestore.V1.StructuredQuery.Types;
using Operator = Google.Cloud.Firestore.V1.StructuredQuery.Types.FieldFilter.Types.Operator;
using UnaryOperator = Google.Cloud.Firestore.V1.StructuredQuery.Types.UnaryFilter.Types.Operator;
using Value = Google.Cloud.Firestore.V1.Value;

namespace AgentPlatform.Firestore.Embedded;

/// <summary>One conjunction of a query as an index sees it: fields with given values, then fields in an order.</summary>
internal sealed class QueryShape
{
    private QueryShape(string collectionId, bool collectionGroup, StructuredQuery complete)
    {
        CollectionId = collectionId;
        CollectionGroup = collectionGroup;
        Complete = complete;
    }

    public string CollectionId { get; }

    public bool CollectionGroup { get; }

    public StructuredQuery Complete { get; }

    /// <summary>The fields whose value is one of the given.</summary>
    public Dictionary<string, IReadOnlyList<Value>> Equalities { get; } = [];

    public (string Path, IReadOnlyList<Value> Values)? Contains { get; private set; }

    /// <summary>Bounds of fields, each within one type.</summary>
    public List<FieldFilter> Ranges { get; } = [];

    /// <summary>The fields that decide the order, without those that have one value and without the name.</summary>
    public List<(string Path, bool Descending)> Sort { get; } = [];

    public bool NameDescending { get; private set; }

    public static QueryShape From(StructuredQuery complete, IEnumerable<Filter> conjunction)
    {
        var from = complete.From[0];
        var shape = new QueryShape(from.CollectionId, from.AllDescendants, complete);
        foreach (var filter in conjunction)
        {
            shape.Add(filter);
        }

        foreach (var order in complete.OrderBy)
        {
            var descending = order.Direction == Direction.Descending;
            if (order.Field.FieldPath == FieldPath.NameField)
            {
                shape.NameDescending = descending;
                break;
            }

            if (!shape.Equalities.TryGetValue(order.Field.FieldPath, out var values) || values.Count > 1)
            {
                shape.Sort.Add((order.Field.FieldPath, descending));
            }
        }

        return shape;
    }

    /// <summary>The query as conjunctions; null when there would be more than production takes.</summary>
    public static IReadOnlyList<IReadOnlyList<Filter>>? Disjuncts(Filter? filter)
    {
        const int most = 100;
        switch (filter)
        {
            case null:
                return [[]];
            case { CompositeFilter: { Op: CompositeFilter.Types.Operator.Or } or }:
                var alternatives = or.Filters.Select(Disjuncts).ToList();
                return alternatives.Contains(null) ? null : [.. alternatives.SelectMany(a => a!)];
            case { CompositeFilter: { } and }:
                IReadOnlyList<IReadOnlyList<Filter>> product = [[]];
                foreach (var part in and.Filters)
                {
                    if (Disjuncts(part) is not { } factors || product.Count * factors.Count > most)
                    {
                        return null;
                    }

                    product = [.. product.SelectMany(p => factors.Select(f => (IReadOnlyList<Filter>)[.. p, .. f]))];
                }

                return product;
            default:
                return [[filter]];
        }
    }

    private void Add(Filter filter)
    {
        var path = QueryOrder.FieldOf(filter);
        if (path == FieldPath.NameField)
        {
            return;
        }

        switch (filter)
        {
            case { UnaryFilter.Op: UnaryOperator.IsNull }:
                Equalities.TryAdd(path, [new Value { NullValue = NullValue.NullValue }]);
                break;
            case { UnaryFilter.Op: UnaryOperator.IsNan }:
                Equalities.TryAdd(path, [new Value { DoubleValue = double.NaN }]);
                break;
            case { FieldFilter: { Op: Operator.Equal } equal }:
                Equalities.TryAdd(path, [equal.Value]);
                break;
            case { FieldFilter: { Op: Operator.In } several }:
                Equalities.TryAdd(path, several.Value.ArrayValue.Values);
                break;
            case { FieldFilter: { Op: Operator.ArrayContains } one }:
                Contains = (path, [one.Value]);
                break;
            case { FieldFilter: { Op: Operator.ArrayContainsAny } any }:
                Contains = (path, any.Value.ArrayValue.Values);
                break;
            case { FieldFilter: { Op: Operator.LessThan or Operator.LessThanOrEqual or Operator.GreaterThan or Operator.GreaterThanOrEqual } range }:
                Ranges.Add(range);
                break;
        }
    }
}
