using Grpc.Core;

namespace AgentPlatform.Firestore.Tests.Conformance;

/// <summary>Random values, writes and queries that come out the same for the same seed.</summary>
internal sealed class RandomOperations(int seed)
{
    private static readonly string[] Fields = ["f", "g", "h", "m.x", "m.y"];
    private static readonly string[] TopFields = ["f", "g", "h"];

    private readonly Random random = new(seed);

    public Func<CollectionReference, Task> NextWrite()
    {
        var (id, kind, data, updates, merged) = ("d" + random.Next(40), random.Next(7), Data(), Updates(), TopFields[random.Next(3)]);
        return collection =>
        {
            var document = collection.Document(id);
            return kind switch
            {
                0 => document.CreateAsync(data),
                1 => document.SetAsync(data),
                2 => document.SetAsync(data, SetOptions.MergeAll),
                3 or 4 => document.UpdateAsync(updates),
                5 => data.ContainsKey(merged) ? document.SetAsync(data, SetOptions.MergeFields(merged)) : document.DeleteAsync(),
                _ => document.UpdateAsync("f", data.GetValueOrDefault("f")),
            };
        };
    }

    public Func<Query, Query> NextQuery()
    {
        var steps = new List<Func<Query, Query>>();
        for (var n = random.Next(3); n > 0; n--)
        {
            steps.Add(Filter());
        }

        var ordered = random.Next(3);
        foreach (var field in Fields.OrderBy(_ => random.Next()).Take(ordered).ToList())
        {
            var descending = random.Next(2) == 0;
            steps.Add(q => descending ? q.OrderByDescending(field) : q.OrderBy(field));
        }

        if (ordered > 0 && random.Next(2) == 0)
        {
            object?[] bound = [NextValue(0)];
            var kind = random.Next(4);
            steps.Add(q => kind switch { 0 => q.StartAt(bound), 1 => q.StartAfter(bound), 2 => q.EndAt(bound), _ => q.EndBefore(bound) });
        }

        var (limit, offset) = (random.Next(3) == 0 ? random.Next(1, 10) : 0, random.Next(5) == 0 ? random.Next(1, 5) : 0);
        steps.Add(q => limit > 0 ? q.Limit(limit) : q);
        steps.Add(q => offset > 0 ? q.Offset(offset) : q);
        return q => steps.Aggregate(q, (query, step) => step(query));
    }

    public static async Task<string> OutcomeAsync(Func<Task> action)
    {
        try
        {
            await action();
            return "OK";
        }
        catch (RpcException e)
        {
            return e.StatusCode.ToString();
        }
        catch (ArgumentException)
        {
            return "refused by the client";
        }
    }

    private Func<Query, Query> Filter()
    {
        var (field, kind) = (Fields[random.Next(Fields.Length)], random.Next(10));
        var several = Enumerable.Range(0, random.Next(1, 4)).Select(_ => Element() ?? 1).ToList();
        var value = NextValue(0);
        var bound = value is null or double.NaN ? 1 : value;
        return q => kind switch
        {
            0 => q.WhereEqualTo(field, value),
            1 => q.WhereNotEqualTo(field, value),
            2 => q.WhereLessThan(field, bound),
            3 => q.WhereLessThanOrEqualTo(field, bound),
            4 => q.WhereGreaterThan(field, bound),
            5 => q.WhereGreaterThanOrEqualTo(field, bound),
            6 => q.WhereIn(field, several),
            7 => q.WhereNotIn(field, several),
            8 => q.WhereArrayContains(field, bound is List<object?> ? 1 : bound),
            _ => q.WhereArrayContainsAny(field, several),
        };
    }

    private Dictionary<string, object?> Data()
    {
        var data = TopFields.Where(_ => random.Next(4) > 0).ToDictionary(f => f, _ => NextValue(0));
        if (random.Next(2) == 0)
        {
            data["m"] = new Dictionary<string, object?> { ["x"] = random.Next(3), ["y"] = NextValue(2) };
        }

        return data;
    }

    private Dictionary<string, object?> Updates() =>
        Fields.OrderBy(_ => random.Next()).Take(random.Next(1, 4)).ToList().ToDictionary(f => f, _ => random.Next(8) switch
        {
            0 => FieldValue.Delete,
            1 => FieldValue.Increment(random.Next(-2, 3)),
            2 => FieldValue.Increment(0.5),
            3 => FieldValue.ArrayUnion(Element(), Element()),
            4 => FieldValue.ArrayRemove(Element(), 1),
            5 => FieldValue.Increment(long.MaxValue),
            _ => NextValue(0),
        });

    private object? Element()
    {
        object? value;
        do
        {
            value = NextValue(2);
        }
        while (value is List<object?>);

        return value;
    }

    private object? NextValue(int depth) => random.Next(depth > 1 ? 11 : 13) switch
    {
        0 => null,
        1 => random.Next(2) == 0,
        2 => random.Next(-3, 4),
        3 => random.Next(-3, 4) + 0.5,
        4 => double.NaN,
        5 => "s" + random.Next(4),
        6 => random.Next(3) == 0 ? "é" : "",
        7 => new Timestamp(1_700_000_000 + random.Next(3), 0),
        8 => new[] { (byte)random.Next(3) },
        9 => random.Next(0, 3) * 1.0,
        10 => random.Next(3) == 0 ? long.MaxValue : (object)-0.0,
        11 => Enumerable.Range(0, random.Next(3)).Select(_ => Element()).ToList(),
        _ => Enumerable.Range(0, random.Next(3)).ToDictionary(i => "k" + i, _ => NextValue(depth + 1)),
    };
}
