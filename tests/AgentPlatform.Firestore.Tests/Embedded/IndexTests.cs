using AgentPlatform.Firestore.Embedded;
using Google.Cloud.Firestore.V1;
using Grpc.Core;

namespace AgentPlatform.Firestore.Tests.Embedded;

public sealed class IndexTests : IAsyncDisposable
{
    private const string Indexes = """
        {
          "indexes": [
            { "collectionGroup": "runs", "queryScope": "COLLECTION", "fields": [ { "fieldPath": "userId", "order": "ASCENDING" }, { "fieldPath": "createdAt", "order": "DESCENDING" } ] },
            { "collectionGroup": "runs", "queryScope": "COLLECTION", "fields": [ { "fieldPath": "status", "order": "ASCENDING" }, { "fieldPath": "createdAt", "order": "DESCENDING" } ] },
            { "collectionGroup": "runs", "queryScope": "COLLECTION", "fields": [ { "fieldPath": "tags", "arrayConfig": "CONTAINS" }, { "fieldPath": "createdAt", "order": "ASCENDING" } ] },
            { "collectionGroup": "runs", "queryScope": "COLLECTION_GROUP", "fields": [ { "fieldPath": "status", "order": "ASCENDING" }, { "fieldPath": "n", "order": "ASCENDING" } ] },
            { "collectionGroup": "frames", "queryScope": "COLLECTION", "fields": [ { "fieldPath": "__name__", "order": "DESCENDING" } ] }
          ],
          "fieldOverrides": [
            { "collectionGroup": "runs", "fieldPath": "due", "indexes": [ { "order": "ASCENDING", "queryScope": "COLLECTION" }, { "order": "ASCENDING", "queryScope": "COLLECTION_GROUP" } ] }
          ]
        }
        """;

    private readonly EmbeddedServers servers = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public ValueTask DisposeAsync() => servers.DisposeAsync();

    [Theory]
    [InlineData("equality and the declared order", "")]
    [InlineData("reversed order", "")]
    [InlineData("two joined indexes", "")]
    [InlineData("array element and order", "")]
    [InlineData("in and order", "")]
    [InlineData("group with a declared index", "")]
    [InlineData("group with an exemption", "")]
    [InlineData("equalities alone", "")]
    [InlineData("one order alone", "")]
    [InlineData("range and its order", "")]
    [InlineData("order of a field that has one value", "")]
    [InlineData("names downwards where declared", "")]
    [InlineData("equality and another order", "status ASCENDING, n ASCENDING")]
    [InlineData("equality and range", "userId ASCENDING, n ASCENDING")]
    [InlineData("two orders", "n ASCENDING, userId ASCENDING")]
    [InlineData("array element and undeclared order", "tags CONTAINS, n ASCENDING")]
    [InlineData("array element and the order reversed against the name", "createdAt ASCENDING")]
    [InlineData("group without an exemption", "userId ASCENDING")]
    [InlineData("one side of an or", "userId ASCENDING, n ASCENDING")]
    [InlineData("names downwards", "__name__ DESCENDING")]
    public async Task A_query_is_refused_when_production_would_want_an_undeclared_index(string query, string missing)
    {
        var db = servers.Open(Indexes);

        var run = Build(db, query).GetSnapshotAsync(Token);

        if (missing.Length == 0)
        {
            await run;
        }
        else
        {
            var error = await Assert.ThrowsAsync<RpcException>(() => run);
            Assert.Equal(StatusCode.FailedPrecondition, error.StatusCode);
            Assert.Contains(missing, error.Status.Detail, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Without_enforcement_every_query_is_answered()
    {
        var db = servers.Open(Indexes, enforce: false);

        Assert.Empty(await Build(db, "equality and range").GetSnapshotAsync(Token));
    }

    [Fact]
    public async Task Indexed_and_scanned_answers_agree()
    {
        var random = new Random(7);
        var indexed = servers.Open(Indexes, enforce: false);
        await using var others = new EmbeddedServers();
        var scanned = others.Open();
        for (var i = 0; i < 300; i++)
        {
            var (id, data) = ("d" + random.Next(80), Data(random));
            foreach (var db in (FirestoreDb[])[indexed, scanned])
            {
                var document = Runs(db).Document(id);
                await (i % 9 == 0 ? document.DeleteAsync(cancellationToken: Token) : document.SetAsync(data, cancellationToken: Token));
            }
        }

        for (var i = 0; i < 400; i++)
        {
            var seed = random.Next();
            var expected = (await RandomQuery(scanned, new Random(seed)).GetSnapshotAsync(Token)).Select(d => d.Reference.Path);
            var actual = (await RandomQuery(indexed, new Random(seed)).GetSnapshotAsync(Token)).Select(d => d.Reference.Path);
            Assert.Equal(expected, actual);
        }
    }

    [Fact]
    public async Task An_index_that_is_declared_later_finds_earlier_documents()
    {
        var db = servers.Open();
        await Runs(db).Document("a").SetAsync(new Dictionary<string, object?> { ["userId"] = "u", ["createdAt"] = 1 }, cancellationToken: Token);
        await servers.CloseAsync();

        db = servers.Open(Indexes);
        Assert.Single(await Build(db, "equality and the declared order").GetSnapshotAsync(Token));
        await servers.CloseAsync();

        db = servers.Open("""{ "indexes": [] }""");
        await Assert.ThrowsAsync<RpcException>(() => Build(db, "equality and the declared order").GetSnapshotAsync(Token));
        await Runs(db).Document("b").SetAsync(new Dictionary<string, object?> { ["userId"] = "u", ["createdAt"] = 2 }, cancellationToken: Token);
        await servers.CloseAsync();

        db = servers.Open(Indexes);
        Assert.Equal(["b", "a"], (await Build(db, "equality and the declared order").GetSnapshotAsync(Token)).Select(d => d.Id));
    }

    [Fact]
    public void The_planner_takes_the_index_that_covers_most()
    {
        var catalog = new IndexCatalog(IndexFile.Parse(Indexes), true);
        var query = new StructuredQuery
        {
            From = { new StructuredQuery.Types.CollectionSelector { CollectionId = "runs" } },
            Where = Equal("userId"),
            OrderBy = { new StructuredQuery.Types.Order { Field = new() { FieldPath = "createdAt" }, Direction = StructuredQuery.Types.Direction.Descending } },
        };
        QueryOrder.AddImplicit(query);

        var match = catalog.Best(QueryShape.From(query, [query.Where]));

        Assert.Equal("userId ASCENDING, createdAt DESCENDING", string.Join(", ", match!.Value.Definition.Fields));
        Assert.Equal((1, false), (match.Value.Prefix, match.Value.Reversed));
    }

    [Fact]
    public void Definitions_in_another_format_are_explained()
    {
        var error = Assert.Throws<EmbeddedFirestoreException>(() => IndexFile.Parse("""{ "indexes": [ { "fields": [] } ] }"""));

        Assert.Contains("firestore.indexes.json", error.Message, StringComparison.Ordinal);
    }

    private static StructuredQuery.Types.Filter Equal(string field) => new()
    {
        FieldFilter = new() { Field = new() { FieldPath = field }, Op = StructuredQuery.Types.FieldFilter.Types.Operator.Equal, Value = new Value { StringValue = "x" } },
    };

    private static CollectionReference Runs(FirestoreDb db) => db.Collection("agents/a/runs");

    private static Query Build(FirestoreDb db, string query)
    {
        var (runs, group) = (Runs(db), db.CollectionGroup("runs"));
        return query switch
        {
            "equality and the declared order" => runs.WhereEqualTo("userId", "u").OrderByDescending("createdAt"),
            "reversed order" => runs.WhereEqualTo("userId", "u").OrderBy("createdAt"),
            "two joined indexes" => runs.WhereEqualTo("userId", "u").WhereEqualTo("status", "s").OrderByDescending("createdAt"),
            "array element and order" => runs.WhereArrayContains("tags", "t").OrderBy("createdAt"),
            "in and order" => runs.WhereIn("status", new[] { "a", "b" }).WhereLessThan("createdAt", 5).OrderByDescending("createdAt"),
            "group with a declared index" => group.WhereEqualTo("status", "s").OrderBy("n"),
            "group with an exemption" => group.WhereLessThanOrEqualTo("due", 5).OrderBy("due"),
            "equalities alone" => runs.WhereEqualTo("a", 1).WhereEqualTo("b", 2),
            "one order alone" => runs.OrderByDescending("n"),
            "range and its order" => runs.WhereGreaterThan("n", 1).OrderByDescending("n"),
            "order of a field that has one value" => runs.WhereEqualTo("a", 1).OrderBy("a"),
            "names downwards where declared" => db.Collection("frames").OrderByDescending("__name__"),
            "equality and another order" => runs.WhereEqualTo("status", "s").OrderBy("n"),
            "equality and range" => runs.WhereEqualTo("userId", "u").WhereGreaterThan("n", 1),
            "two orders" => runs.OrderBy("n").OrderBy("userId"),
            "array element and undeclared order" => runs.WhereArrayContains("tags", "t").OrderBy("n"),
            "array element and the order reversed against the name" => runs.OrderBy("createdAt").OrderByDescending("__name__"),
            "group without an exemption" => group.WhereEqualTo("userId", "u"),
            "names downwards" => runs.OrderByDescending("__name__"),
            "one side of an or" => new Query(db, runs.ParentPath, new StructuredQuery
            {
                From = { runs.Proto.From },
                Where = new()
                {
                    CompositeFilter = new() { Op = StructuredQuery.Types.CompositeFilter.Types.Operator.Or, Filters = { Equal("userId"), runs.WhereGreaterThan("n", 1).Proto.Where } },
                },
            }),
            _ => throw new ArgumentException(query),
        };
    }

    private static Dictionary<string, object?> Data(Random random)
    {
        var data = new Dictionary<string, object?> { ["userId"] = "u" + random.Next(3), ["status"] = "s" + random.Next(2), ["n"] = random.Next(5) };
        if (random.Next(5) > 0)
        {
            data["createdAt"] = random.Next(4) switch { 0 => null, 1 => "text", 2 => random.Next(10) + 0.5, _ => random.Next(10) };
        }

        if (random.Next(3) > 0)
        {
            data["tags"] = Enumerable.Range(0, random.Next(4)).Select(_ => (object)("t" + random.Next(3))).ToList();
        }

        if (random.Next(2) > 0)
        {
            data["due"] = random.Next(20);
        }

        return data;
    }

    private static Query RandomQuery(FirestoreDb db, Random random)
    {
        Query query = random.Next(4) == 0 ? db.CollectionGroup("runs") : Runs(db);
        if (random.Next(2) == 0)
        {
            query = random.Next(2) == 0 ? query.WhereEqualTo("userId", "u" + random.Next(3)) : query.WhereIn("userId", new[] { "u0", "u2" });
        }

        if (random.Next(3) == 0)
        {
            query = query.WhereEqualTo("status", "s" + random.Next(2));
        }

        if (random.Next(4) == 0)
        {
            query = random.Next(2) == 0 ? query.WhereArrayContains("tags", "t1") : query.WhereArrayContainsAny("tags", new[] { "t0", "t2" });
        }

        var field = random.Next(3) switch { 0 => "due", 1 => "n", _ => "createdAt" };
        query = random.Next(4) switch { 0 => query.WhereGreaterThan(field, 3), 1 => query.WhereLessThanOrEqualTo(field, 6), _ => query };
        query = random.Next(3) switch { 0 => query.OrderBy(field), 1 => query.OrderByDescending(field), _ => query };
        if (query.Proto.OrderBy.Count > 0)
        {
            query = random.Next(4) switch { 0 => query.StartAt(4), 1 => query.StartAfter(4), 2 => query.EndBefore(7), _ => query };
        }

        query = random.Next(3) == 0 ? query.Offset(random.Next(4)) : query;
        return random.Next(2) == 0 ? query.Limit(random.Next(1, 8)) : query;
    }
}
