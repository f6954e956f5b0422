using AgentPlatform.Firestore.Tests.Servers;
using Grpc.Core;

namespace AgentPlatform.Firestore.Tests.Conformance;

public abstract class QueryConformance(TestServer server) : ConformanceTests(server)
{
    [Fact]
    public async Task Filters_order_and_pages_agree()
    {
        var runs = await RunsAsync(60);
        var query = runs.WhereEqualTo("userId", "u1").WhereEqualTo("status", "failed").OrderByDescending("createdAt");
        var all = await query.GetSnapshotAsync(Token);

        var first = await query.Limit(4).GetSnapshotAsync(Token);
        var second = await query.StartAfter(first[^1]).Limit(4).GetSnapshotAsync(Token);
        var later = await query.StartAt(Start.AddSeconds(31)).Limit(1).GetSnapshotAsync(Token);

        Assert.Equal(10, all.Count);
        Assert.Equal(Ids(all.Take(8)), Ids(first.Concat(second)));
        Assert.Equal(["r031"], Ids(later));
    }

    [Fact]
    public async Task Every_operator_finds_what_it_says()
    {
        var runs = await RunsAsync(30);
        await Root.Document("tagged").SetAsync(Map(("tags", new[] { "web", "code" }), ("none", null)), cancellationToken: Token);

        async Task<int> Count(Query query) => (await query.GetSnapshotAsync(Token)).Count;

        Assert.Equal(10, await Count(runs.WhereGreaterThanOrEqualTo("tokens", 20)));
        Assert.Equal(9, await Count(runs.WhereGreaterThan("tokens", 20)));
        Assert.Equal(3, await Count(runs.WhereLessThan("tokens", 3)));
        Assert.Equal(4, await Count(runs.WhereLessThanOrEqualTo("tokens", 3)));
        Assert.Equal(20, await Count(runs.WhereIn("userId", new[] { "u1", "u2" })));
        Assert.Equal(10, await Count(runs.WhereNotIn("userId", new[] { "u1", "u2" })));
        Assert.Equal(20, await Count(runs.WhereNotEqualTo("userId", "u0")));
        Assert.Equal(1, await Count(Root.WhereArrayContains("tags", "web")));
        Assert.Equal(1, await Count(Root.WhereArrayContainsAny("tags", new[] { "x", "code" })));
        Assert.Equal(1, await Count(Root.WhereEqualTo("none", null)));
        Assert.Equal(5, await Count(runs.OrderBy("tokens").Offset(25)));
        Assert.Equal(3, await Count(runs.OrderBy("createdAt").StartAt(Start.AddSeconds(10)).EndBefore(Start.AddSeconds(13))));
        Assert.Equal(2, await Count(runs.OrderBy("createdAt").StartAfter(Start.AddSeconds(10)).EndAt(Start.AddSeconds(12))));
    }

    [Fact]
    public async Task The_name_orders_bounds_and_pages_as_an_id()
    {
        var runs = await RunsAsync(10);

        var after = await runs.OrderBy("__name__").StartAfter("r003").Limit(2).GetSnapshotAsync(Token);
        var between = await runs.OrderBy("__name__").StartAt("r002").EndAt("r004").GetSnapshotAsync(Token);
        var filtered = await runs.WhereGreaterThan("__name__", "r007").GetSnapshotAsync(Token);
        var one = await runs.WhereEqualTo("__name__", runs.Document("r005")).GetSnapshotAsync(Token);
        var several = await runs.WhereIn("__name__", new[] { "r001", "r009" }).GetSnapshotAsync(Token);

        Assert.Equal(["r004", "r005"], Ids(after));
        Assert.Equal(["r002", "r003", "r004"], Ids(between));
        Assert.Equal(["r008", "r009"], Ids(filtered));
        Assert.Equal(["r005"], Ids(one));
        Assert.Equal(["r001", "r009"], Ids(several));
    }

    [Fact]
    public async Task A_value_and_an_id_together_page_through_ties()
    {
        var batch = Db.StartBatch();
        foreach (var id in (string[])["a", "b", "c", "d"])
        {
            batch.Set(Root.Document(id), Map(("k", 1)));
        }

        await batch.CommitAsync(Token);

        var page = await Root.OrderBy("k").OrderBy("__name__").StartAfter(1, "b").GetSnapshotAsync(Token);

        Assert.Equal(["c", "d"], Ids(page));
    }

    [Fact]
    public async Task Names_are_ordered_segment_by_segment()
    {
        foreach (var id in (string[])["a", "a-b", "a.b", "B", "é", "\U0001F600", "\uFFFD"])
        {
            await Root.Document(id).SetAsync(Map(("x", 1)), cancellationToken: Token);
            await Root.Document(id).Collection("sub").Document("1").SetAsync(Map(("x", 1)), cancellationToken: Token);
        }

        var ids = Ids(await Root.GetSnapshotAsync(Token));

        Assert.Equal(["B", "a", "a-b", "a.b", "é", "\uFFFD", "\U0001F600"], ids);
    }

    [Fact]
    public async Task Values_of_all_types_are_in_the_documented_order()
    {
        object?[] values =
        [
            null, false, true, double.NaN, double.NegativeInfinity, -1.5, 0, 1, 2.5, 9007199254740993L, double.PositiveInfinity, Start, "", "a", "a\0", "ab", "é", "\U0001F600",
            Array.Empty<byte>(), new byte[] { 1 }, Root.Document("x"), Array.Empty<object>(), new[] { 1 }, new[] { 1, 2 }, Map(), Map(("a", 1)), Map(("a", 1), ("b", 0)), Map(("b", 0)),
        ];
        var batch = Db.StartBatch();
        for (var i = 0; i < values.Length; i++)
        {
            batch.Set(Root.Document($"d{i * 11 % values.Length:00}-{i}"), Map(("v", values[i]), ("i", i)));
        }

        await batch.CommitAsync(Token);

        var up = (await Root.OrderBy("v").GetSnapshotAsync(Token)).Select(d => d.GetValue<int>("i"));
        var down = (await Root.OrderByDescending("v").GetSnapshotAsync(Token)).Select(d => d.GetValue<int>("i"));

        Assert.Equal(Enumerable.Range(0, values.Length), up);
        Assert.Equal(Enumerable.Range(0, values.Length).Reverse(), down);
    }

    [Fact]
    public async Task A_projection_gives_only_its_fields()
    {
        var runs = await RunsAsync(2);

        var projected = await runs.OrderBy("tokens").Limit(1).Select("tokens").GetSnapshotAsync(Token);
        var names = await runs.Select().GetSnapshotAsync(Token);

        Assert.Equal(["tokens"], projected[0].ToDictionary().Keys);
        Assert.Empty(names[0].ToDictionary());
    }

    [Fact]
    public async Task Aggregates_are_computed_by_the_server()
    {
        var runs = await RunsAsync(30);

        var all = await runs.Count().GetSnapshotAsync(Token);
        var some = await runs.WhereEqualTo("userId", "u1").Aggregate(("n", "count", null), ("s", "sum", "tokens"), ("m", "avg", "tokens")).GetSnapshotAsync(Token);

        Assert.Equal(30, all.Count);
        Assert.Equal(10L, some.GetValue<long>("n"));
        Assert.Equal(145L, some.GetValue<long>("s"));
        Assert.Equal(14.5, some.GetValue<double>("m"));
    }

    [Fact]
    public async Task A_collection_group_spans_parents()
    {
        var group = "g" + Root.Id;
        for (var i = 0; i < 3; i++)
        {
            await Root.Document("p" + i).Collection(group).Document("x").SetAsync(Map(("k", i)), cancellationToken: Token);
        }

        var all = await Db.CollectionGroup(group).GetSnapshotAsync(Token);
        var some = await Db.CollectionGroup(group).WhereGreaterThan("k", 0).OrderByDescending("k").GetSnapshotAsync(Token);

        Assert.Equal(3, all.Count);
        Assert.Equal(["p2", "p1"], some.Select(d => d.Reference.Parent.Parent!.Id));
    }

    [Fact]
    public async Task A_stream_gives_the_same_documents()
    {
        var runs = await RunsAsync(20);

        var streamed = await runs.OrderByDescending("tokens").StreamAsync(Token).Select(d => d.Id).ToListAsync(Token);

        Assert.Equal(Ids(await runs.OrderByDescending("tokens").GetSnapshotAsync(Token)), streamed);
    }

    [Fact]
    public async Task Two_array_filters_are_refused()
    {
        await RefusedAsync(StatusCode.InvalidArgument, () => Root.WhereArrayContains("a", 1).WhereArrayContains("b", 1).GetSnapshotAsync(Token));
    }

    [Fact]
    public async Task More_than_thirty_values_are_refused()
    {
        await RefusedAsync(StatusCode.InvalidArgument, () => Root.WhereIn("a", Enumerable.Range(0, 31)).GetSnapshotAsync(Token));
    }

    [Fact]
    public async Task Names_are_read_from_the_last_to_the_first()
    {
        Assert.SkipWhen(this is Emulator, "the emulator has no descending scan of names");
        var runs = await RunsAsync(10);

        var newest = await runs.OrderByDescending("__name__").Limit(1).GetSnapshotAsync(Token);
        var before = await runs.OrderByDescending("__name__").StartAfter("r003").Limit(2).GetSnapshotAsync(Token);
        var between = await runs.WhereLessThan("__name__", "r006").OrderByDescending("__name__").EndAt("r004").GetSnapshotAsync(Token);

        Assert.Equal(["r009"], Ids(newest));
        Assert.Equal(["r002", "r001"], Ids(before));
        Assert.Equal(["r005", "r004"], Ids(between));
    }

    private async Task<CollectionReference> RunsAsync(int count)
    {
        var runs = Root.Document("parent").Collection("runs");
        var batch = Db.StartBatch();
        for (var i = 0; i < count; i++)
        {
            batch.Create(
                runs.Document($"r{i:000}"),
                Map(("userId", "u" + (i % 3)), ("status", i % 2 == 0 ? "done" : "failed"), ("createdAt", Start.AddSeconds(i)), ("tokens", i)));
        }

        await batch.CommitAsync(Token);
        return runs;
    }

    public sealed class Emulator(EmulatorServer server) : QueryConformance(server);

    public sealed class InProcess(InProcessServer server) : QueryConformance(server);

    public sealed class Loopback(LoopbackServer server) : QueryConformance(server);
}
