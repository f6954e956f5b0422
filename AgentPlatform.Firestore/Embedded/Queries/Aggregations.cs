using Google.Cloud.Firestore.V1;
using Google.Protobuf.WellKnownTypes;
using Aggregation = Google.Cloud.Firestore.V1.StructuredAggregationQuery.Types.Aggregation;
using Value = Google.Cloud.Firestore.V1.Value;

namespace AgentPlatform.Firestore.Embedded;

internal static class Aggregations
{
    private const int NumberOrder = 2;

    public static bool IsCountOnly(StructuredAggregationQuery query) =>
        query.Aggregations.All(a => a.OperatorCase == Aggregation.OperatorOneofCase.Count);

    public static AggregationResult Compute(StructuredAggregationQuery query, IReadOnlyList<Document> documents) =>
        Compute(query, a => a.OperatorCase switch
        {
            Aggregation.OperatorOneofCase.Count => Count(a, documents.Count),
            Aggregation.OperatorOneofCase.Avg => Average(Numbers(documents, a.Avg.Field.FieldPath)),
            _ => Sum(Numbers(documents, a.Sum.Field.FieldPath)),
        });

    public static AggregationResult Counted(StructuredAggregationQuery query, long count) => Compute(query, a => Count(a, count));

    private static AggregationResult Compute(StructuredAggregationQuery query, Func<Aggregation, Value> compute)
    {
        var result = new AggregationResult();
        var unnamed = 0;
        foreach (var aggregation in query.Aggregations)
        {
            var alias = aggregation.Alias.Length > 0 ? aggregation.Alias : $"field_{++unnamed}";
            result.AggregateFields[alias] = compute(aggregation);
        }

        return result;
    }

    private static Value Count(Aggregation aggregation, long count) =>
        new() { IntegerValue = aggregation.Count.UpTo is { } most ? Math.Min(most, count) : count };

    private static Value Average(List<Value> numbers) =>
        numbers.Count == 0 ? new Value { NullValue = NullValue.NullValue } : new Value { DoubleValue = numbers.Average(ToDouble) };

    // As in production: a sum of integers that does not fit becomes a double.
    private static Value Sum(List<Value> numbers)
    {
        if (numbers.TrueForAll(n => n.ValueTypeCase == Value.ValueTypeOneofCase.IntegerValue))
        {
            var sum = numbers.Aggregate(Int128.Zero, (total, n) => total + n.IntegerValue);
            if (sum >= long.MinValue && sum <= long.MaxValue)
            {
                return new Value { IntegerValue = (long)sum };
            }
        }

        return new Value { DoubleValue = numbers.Sum(ToDouble) };
    }

    private static List<Value> Numbers(IReadOnlyList<Document> documents, string path)
    {
        var numbers = new List<Value>();
        foreach (var document in documents)
        {
            if (document.TryGetField(path, out var value) && ValueComparer.TypeOrder(value!) == NumberOrder)
            {
                numbers.Add(value!);
            }
        }

        return numbers;
    }

    private static double ToDouble(Value value) => value.ValueTypeCase == Value.ValueTypeOneofCase.IntegerValue ? value.IntegerValue : value.DoubleValue;
}
