using System.Collections;
using Google.Cloud.Firestore.V1;
using static Google.Cloud.Firestore.V1.StructuredQuery.Types;
using Operator = Google.Cloud.Firestore.V1.StructuredQuery.Types.FieldFilter.Types.Operator;
using UnaryOperator = Google.Cloud.Firestore.V1.StructuredQuery.Types.UnaryFilter.Types.Operator;

namespace AgentPlatform.Firestore;

internal static class QueryFilters
{
    public static FieldReference Field(string dotted) => new() { FieldPath = FieldPath.Parse(dotted).Encoded };

    public static void Add(Query query, StructuredQuery proto, string fieldPath, Operator op, object? value)
    {
        var filter = Build(query, proto, Field(fieldPath), op, value);
        if (proto.Where is null)
        {
            proto.Where = filter;
        }
        else if (proto.Where.CompositeFilter is { Op: CompositeFilter.Types.Operator.And } and)
        {
            and.Filters.Add(filter);
        }
        else
        {
            proto.Where = new Filter { CompositeFilter = new CompositeFilter { Op = CompositeFilter.Types.Operator.And, Filters = { proto.Where, filter } } };
        }
    }

    public static IEnumerable<Filter> Leaves(Filter? filter) => filter switch
    {
        null => [],
        { CompositeFilter: { } composite } => composite.Filters.SelectMany(Leaves),
        _ => [filter],
    };

    private static Filter Build(Query query, StructuredQuery proto, FieldReference field, Operator op, object? value)
    {
        var isNaN = value is double.NaN or float.NaN;
        if (value is not null && !isNaN)
        {
            return new Filter { FieldFilter = new FieldFilter { Field = field, Op = op, Value = Encode(query, proto, field, value) } };
        }

        var unary = (value is null, op) switch
        {
            (true, Operator.Equal) => UnaryOperator.IsNull,
            (true, Operator.NotEqual) => UnaryOperator.IsNotNull,
            (false, Operator.Equal) => UnaryOperator.IsNan,
            (false, Operator.NotEqual) => UnaryOperator.IsNotNan,
            _ => throw new ArgumentException("null and NaN are only for equality and inequality", nameof(value)),
        };
        return new Filter { UnaryFilter = new UnaryFilter { Field = field, Op = unary } };
    }

    private static Value Encode(Query query, StructuredQuery proto, FieldReference field, object value)
    {
        if (field.FieldPath != FieldPath.NameField)
        {
            return ValueCodec.ToValue(value, query.Database.ConverterRegistry);
        }

        return value is IEnumerable several and not string
            ? new Value { ArrayValue = new ArrayValue { Values = { several.Cast<object?>().Select(v => QueryCursors.NameValue(query, proto, v)) } } }
            : QueryCursors.NameValue(query, proto, value);
    }
}
