using Google.Cloud.Firestore.V1;
using Grpc.Core;
using static Google.Cloud.Firestore.V1.StructuredQuery.Types;
using Kind = Google.Cloud.Firestore.V1.Value.ValueTypeOneofCase;
using Operator = Google.Cloud.Firestore.V1.StructuredQuery.Types.FieldFilter.Types.Operator;
using UnaryOperator = Google.Cloud.Firestore.V1.StructuredQuery.Types.UnaryFilter.Types.Operator;

namespace AgentPlatform.Firestore.Embedded;

/// <summary>Whether a document is in the result of a query, limits apart.</summary>
internal sealed class QueryMatcher
{
    private readonly Filter? where;
    private readonly StructuredQuery complete;
    private readonly string[] orderPaths;

    /// <param name="complete">A query with its implicit orders.</param>
    public QueryMatcher(StructuredQuery complete)
    {
        this.complete = complete;
        where = complete.Where;
        orderPaths = [.. complete.OrderBy.Select(o => o.Field.FieldPath).Where(p => p != FieldPath.NameField)];
    }

    public bool Accepts(Document document) =>
        Matches(where, document) && HasOrderFields(document) && IsAfterStart(document) && IsBeforeEnd(document);

    private bool HasOrderFields(Document document)
    {
        foreach (var path in orderPaths)
        {
            if (!document.TryGetField(path, out _))
            {
                return false;
            }
        }

        return true;
    }

    private bool IsAfterStart(Document document) =>
        complete.StartAt is not { } start || CompareToCursor(document, start) is var order && (start.Before ? order >= 0 : order > 0);

    private bool IsBeforeEnd(Document document) =>
        complete.EndAt is not { } end || CompareToCursor(document, end) is var order && (end.Before ? order < 0 : order <= 0);

    private int CompareToCursor(Document document, Cursor cursor)
    {
        for (var i = 0; i < cursor.Values.Count; i++)
        {
            document.TryGetField(complete.OrderBy[i].Field.FieldPath, out var value);
            var order = ValueComparer.Instance.Compare(value, cursor.Values[i]);
            if (order != 0)
            {
                return complete.OrderBy[i].Direction == Direction.Descending ? -order : order;
            }
        }

        return 0;
    }

    private static bool Matches(Filter? filter, Document document) => filter?.FilterTypeCase switch
    {
        null or Filter.FilterTypeOneofCase.None => true,
        Filter.FilterTypeOneofCase.CompositeFilter => filter.CompositeFilter.Op == CompositeFilter.Types.Operator.Or
            ? filter.CompositeFilter.Filters.Any(f => Matches(f, document))
            : All(filter.CompositeFilter, document),
        Filter.FilterTypeOneofCase.UnaryFilter =>
            document.TryGetField(filter.UnaryFilter.Field.FieldPath, out var value) && Matches(filter.UnaryFilter.Op, value!),
        _ => document.TryGetField(filter.FieldFilter.Field.FieldPath, out var value) && Matches(filter.FieldFilter, value!),
    };

    private static bool All(CompositeFilter composite, Document document)
    {
        foreach (var filter in composite.Filters)
        {
            if (!Matches(filter, document))
            {
                return false;
            }
        }

        return true;
    }

    private static bool Matches(UnaryOperator op, Value value)
    {
        var isNull = value.ValueTypeCase == Kind.NullValue;
        return op switch
        {
            UnaryOperator.IsNull => isNull,
            UnaryOperator.IsNotNull => !isNull,
            UnaryOperator.IsNan => IsNaN(value),
            UnaryOperator.IsNotNan => !isNull && !IsNaN(value),
            _ => false,
        };
    }

    private static bool Matches(FieldFilter filter, Value value)
    {
        var operand = filter.Value;
        var sameType = ValueComparer.TypeOrder(value) == ValueComparer.TypeOrder(operand);
        var isNull = value.ValueTypeCase == Kind.NullValue;
        return filter.Op switch
        {
            Operator.Equal => ValueComparer.AreEqual(value, operand),
            Operator.NotEqual => !isNull && !ValueComparer.AreEqual(value, operand),
            Operator.LessThan => sameType && !IsNaN(value) && ValueComparer.Instance.Compare(value, operand) < 0,
            Operator.LessThanOrEqual => sameType && !IsNaN(value) && ValueComparer.Instance.Compare(value, operand) <= 0,
            Operator.GreaterThan => sameType && ValueComparer.Instance.Compare(value, operand) > 0,
            Operator.GreaterThanOrEqual => sameType && ValueComparer.Instance.Compare(value, operand) >= 0,
            Operator.ArrayContains => value.ArrayValue is { } array && ContainsAny(array, [operand]),
            Operator.ArrayContainsAny => value.ArrayValue is { } array && ContainsAny(array, operand.ArrayValue.Values),
            Operator.In => IsOneOf(value, operand.ArrayValue),
            Operator.NotIn => !isNull && !IsOneOf(value, operand.ArrayValue),
            _ => throw RpcErrors.Create(StatusCode.InvalidArgument, "Unknown operator"),
        };
    }

    private static bool ContainsAny(ArrayValue array, IList<Value> wanted) =>
        array.Values.Any(element => wanted.Any(w => !IsNaN(w) && ValueComparer.AreEqual(element, w)));

    private static bool IsOneOf(Value value, ArrayValue operands) => operands.Values.Any(o => !IsNaN(o) && ValueComparer.AreEqual(value, o));

    private static bool IsNaN(Value value) => value.ValueTypeCase == Kind.DoubleValue && double.IsNaN(value.DoubleValue);
}
