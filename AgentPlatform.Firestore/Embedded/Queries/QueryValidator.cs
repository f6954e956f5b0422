using Google.Cloud.Firestore.V1;
using Grpc.Core;
using static Google.Cloud.Firestore.V1.StructuredQuery.Types;
using Operator = Google.Cloud.Firestore.V1.StructuredQuery.Types.FieldFilter.Types.Operator;
using UnaryOperator = Google.Cloud.Firestore.V1.StructuredQuery.Types.UnaryFilter.Types.Operator;

namespace AgentPlatform.Firestore.Embedded;

/// <summary>Refuses what production refuses.</summary>
internal static class QueryValidator
{
    private const int MaxDisjunctions = 30;

    public static void Validate(StructuredQuery query, StructuredQuery complete)
    {
        var leaves = QueryFilters.Leaves(query.Where).ToList();
        Require(
            Count(leaves, Operator.NotEqual, Operator.NotIn) + leaves.Count(f => f.UnaryFilter?.Op is UnaryOperator.IsNotNan or UnaryOperator.IsNotNull) <= 1,
            "Only a single 'NOT_EQUAL', 'NOT_IN', 'IS_NOT_NAN', or 'IS_NOT_NULL' filter allowed per query.");
        Require(Count(leaves, Operator.ArrayContains, Operator.ArrayContainsAny) <= 1, "A maximum of 1 'ARRAY_CONTAINS' filter is allowed per disjunction.");
        Require(
            Count(leaves, Operator.NotIn) == 0 || Count(leaves, Operator.In, Operator.ArrayContainsAny) == 0,
            "'NOT_IN' cannot be used in the same query with 'IN', 'ARRAY_CONTAINS_ANY' or 'OR'.");
        Require(
            leaves.All(f => f.FieldFilter is not { Op: Operator.In or Operator.NotIn or Operator.ArrayContainsAny } x || x.Value.ArrayValue?.Values.Count is > 0 and <= MaxDisjunctions),
            "'IN' takes 1 to 30 values.");
        Require(leaves.All(IsNameOperandValid), "__key__ filter value must be a Key");
        Require(query.Offset >= 0 && query.Limit is not < 0, "limit and offset are not negative");
        Require(
            (query.StartAt?.Values.Count ?? 0) <= complete.OrderBy.Count && (query.EndAt?.Values.Count ?? 0) <= complete.OrderBy.Count,
            "order by clause cannot contain fewer fields than the cursor.");
        Require(query.From.Count <= 1, "Only one collection selector is allowed.");
    }

    private static bool IsNameOperandValid(Filter filter) =>
        filter.FieldFilter is not { Field.FieldPath: FieldPath.NameField, Value: var value }
        || value.ValueTypeCase == Value.ValueTypeOneofCase.ReferenceValue
        || (value.ArrayValue is { } several && several.Values.All(v => v.ValueTypeCase == Value.ValueTypeOneofCase.ReferenceValue));

    private static int Count(List<Filter> leaves, params ReadOnlySpan<Operator> operators)
    {
        var count = 0;
        foreach (var leaf in leaves)
        {
            if (leaf.FieldFilter is { } filter && operators.Contains(filter.Op))
            {
                count++;
            }
        }

        return count;
    }

    private static void Require(bool condition, string message)
    {
        if (!condition)
        {
            throw RpcErrors.Create(StatusCode.InvalidArgument, message);
        }
    }
}
