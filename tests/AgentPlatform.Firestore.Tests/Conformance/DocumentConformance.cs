using AgentPlatform.Firestore.Tests.Servers;
using Google.Cloud.Firestore.V1;
using Grpc.Core;

namespace AgentPlatform.Firestore.Tests.Conformance;

public abstract class DocumentConformance(TestServer server) : ConformanceTests(server)
{
    [Fact]
    public async Task A_document_is_created_once()
    {
        var document = Root.Document("a");
        await document.CreateAsync(Map(("x", 1)), Token);

        await RefusedAsync(StatusCode.AlreadyExists, () => document.CreateAsync(Map(("x", 2)), Token));

        Assert.Equal(1, (await document.GetSnapshotAsync(Token)).GetValue<int>("x"));
    }

    [Fact]
    public async Task A_converted_type_comes_back_as_it_was()
    {
        var note = new Note("n", "u1", Start, ["web", "code"], 3);
        await Root.Document("n").CreateAsync(note, Token);

        var read = (await Root.Document("n").GetSnapshotAsync(Token)).ConvertTo<Note>();

        Assert.Equivalent(note, read);
    }

    [Fact]
    public async Task A_missing_document_does_not_exist_and_is_not_found()
    {
        var snapshot = await Root.Document("missing").GetSnapshotAsync(Token);

        Assert.False(snapshot.Exists);
        Assert.Null(snapshot.ConvertTo<Note>());
        await RefusedAsync(StatusCode.NotFound, () => Db.Client.GetDocumentAsync(new GetDocumentRequest { Name = Root.Document("missing").Path }, Db.Headers, cancellationToken: Token).ResponseAsync);
    }

    [Fact]
    public async Task Several_documents_come_in_the_order_asked_for()
    {
        await Root.Document("a").SetAsync(Map(("x", 1)), cancellationToken: Token);

        var snapshots = await Db.GetAllSnapshotsAsync([Root.Document("z"), Root.Document("a"), Root.Document("z")], Token);

        Assert.Equal([false, true, false], snapshots.Select(s => s.Exists));
    }

    [Fact]
    public async Task A_missing_document_cannot_be_updated()
    {
        await RefusedAsync(StatusCode.NotFound, () => Root.Document("missing").UpdateAsync("x", 1, cancellationToken: Token));
    }

    [Fact]
    public async Task A_stale_update_time_is_refused()
    {
        var document = Root.Document("a");
        await document.SetAsync(Map(("x", 1)), cancellationToken: Token);
        var seen = (await document.GetSnapshotAsync(Token)).UpdateTime!.Value;
        var result = await document.UpdateAsync(Map(("x", 2)), Precondition.LastUpdated(seen), Token);

        await RefusedAsync(StatusCode.FailedPrecondition, () => document.UpdateAsync(Map(("x", 3)), Precondition.LastUpdated(seen), Token));

        var now = await document.GetSnapshotAsync(Token);
        Assert.Equal(2, now.GetValue<int>("x"));
        Assert.Equal(now.UpdateTime, result.UpdateTime);
        Assert.True(result.UpdateTime > seen);
    }

    [Fact]
    public async Task A_write_that_changes_nothing_keeps_the_update_time()
    {
        var document = Root.Document("a");
        await document.SetAsync(Map(("x", 1)), cancellationToken: Token);
        var before = await document.GetSnapshotAsync(Token);

        await document.SetAsync(Map(("x", 1)), cancellationToken: Token);

        var after = await document.GetSnapshotAsync(Token);
        Assert.Equal(before.UpdateTime, after.UpdateTime);
        Assert.Equal(before.CreateTime, after.CreateTime);
    }

    [Fact]
    public async Task Transforms_are_computed_by_the_server()
    {
        var document = Root.Document("a");
        await document.SetAsync(Map(("n", 1), ("tags", new[] { "a" }), ("m", Map(("x", 1))), ("gone", 1)), cancellationToken: Token);

        await document.UpdateAsync(
            Map(("n", FieldValue.Increment(5)), ("at", FieldValue.ServerTimestamp), ("tags", FieldValue.ArrayUnion("a", "b", "c")), ("m.y", 2), ("gone", FieldValue.Delete)),
            cancellationToken: Token);
        await document.UpdateAsync(Map(("tags", FieldValue.ArrayRemove("b")), ("f", FieldValue.Increment(1.5))), cancellationToken: Token);

        var now = await document.GetSnapshotAsync(Token);
        Assert.Equal(6, now.GetValue<long>("n"));
        Assert.Equal(["a", "c"], now.GetValue<List<string>>("tags"));
        Assert.Equal(2, now.GetValue<long>("m.y"));
        Assert.Equal(1, now.GetValue<long>("m.x"));
        Assert.Equal(1.5, now.GetValue<double>("f"));
        Assert.False(now.ContainsField("gone"));
        Assert.Equal(0, now.GetValue<Timestamp>("at").Nanos % 1_000_000);
    }

    [Fact]
    public async Task An_increment_saturates()
    {
        var document = Root.Document("a");
        await document.SetAsync(Map(("n", long.MaxValue)), cancellationToken: Token);

        await document.UpdateAsync("n", FieldValue.Increment(1), cancellationToken: Token);

        Assert.Equal(long.MaxValue, (await document.GetSnapshotAsync(Token)).GetValue<long>("n"));
    }

    [Fact]
    public async Task A_merge_leaves_other_fields()
    {
        var document = Root.Document("a");
        await document.SetAsync(Map(("a", 1), ("b", Map(("c", 1), ("d", 2)))), cancellationToken: Token);

        await document.SetAsync(Map(("b", Map(("c", 9)))), SetOptions.MergeAll, Token);
        await document.SetAsync(Map(("a", 5), ("z", 5)), SetOptions.MergeFields("a"), Token);

        var now = await document.GetSnapshotAsync(Token);
        Assert.Equal((5L, 9L, 2L), (now.GetValue<long>("a"), now.GetValue<long>("b.c"), now.GetValue<long>("b.d")));
        Assert.False(now.ContainsField("z"));
    }

    [Fact]
    public async Task Odd_field_names_are_kept_apart_from_paths()
    {
        var document = Root.Document("a");
        await document.SetAsync(Map(("a.b", 1), ("x`y", 2), ("日", 3)), cancellationToken: Token);

        await document.SetAsync(Map(("a.b", 4)), SetOptions.MergeAll, Token);

        var fields = (await document.GetSnapshotAsync(Token)).ToDictionary();
        Assert.Equal(3, fields.Count);
        Assert.Equal(4L, fields["a.b"]);
    }

    [Fact]
    public async Task A_batch_is_applied_whole_or_not_at_all()
    {
        await Root.Document("taken").SetAsync(Map(("x", 1)), cancellationToken: Token);
        var batch = Db.StartBatch().Set(Root.Document("b"), Map(("x", 1))).Create(Root.Document("taken"), Map(("x", 2)));

        await RefusedAsync(StatusCode.AlreadyExists, () => batch.CommitAsync(Token));

        Assert.False((await Root.Document("b").GetSnapshotAsync(Token)).Exists);
    }

    [Fact]
    public async Task A_batch_sees_its_own_writes_and_gives_one_result_for_each()
    {
        var batch = Db.StartBatch().Create(Root.Document("a"), Map(("n", 1))).Update(Root.Document("a"), Map(("n", FieldValue.Increment(2)))).Delete(Root.Document("b"));

        var results = await batch.CommitAsync(Token);

        Assert.Equal(3, results.Count);
        Assert.Equal(3, (await Root.Document("a").GetSnapshotAsync(Token)).GetValue<int>("n"));
    }

    [Fact]
    public async Task Writes_of_a_batch_write_stand_alone()
    {
        await Root.Document("taken").SetAsync(Map(("x", 1)), cancellationToken: Token);
        var request = new BatchWriteRequest
        {
            Database = Db.RootPath,
            Writes =
            {
                new Write { Update = new Document { Name = Root.Document("new").Path } },
                new Write { Update = new Document { Name = Root.Document("taken").Path }, CurrentDocument = new() { Exists = false } },
            },
        };

        var response = await Db.Client.BatchWriteAsync(request, Db.Headers, cancellationToken: Token);

        Assert.Equal([0, (int)StatusCode.AlreadyExists], response.Status.Select(s => s.Code));
    }

    [Fact]
    public async Task A_delete_may_require_the_document()
    {
        await RefusedAsync(StatusCode.NotFound, () => Root.Document("missing").DeleteAsync(Precondition.MustExist, Token));

        await Root.Document("missing").DeleteAsync(cancellationToken: Token);
    }

    [Fact]
    public async Task A_document_over_one_mebibyte_is_refused()
    {
        await RefusedAsync(StatusCode.InvalidArgument, () => Root.Document("huge").SetAsync(Map(("b", new byte[1_050_000])), cancellationToken: Token));
    }

    [Fact]
    public async Task A_large_document_comes_back_whole()
    {
        await Root.Document("large").SetAsync(Map(("s", new string('x', 900_000))), cancellationToken: Token);

        Assert.Equal(900_000, (await Root.Document("large").GetSnapshotAsync(Token)).GetValue<string>("s").Length);
    }

    [Fact]
    public async Task Collections_and_documents_are_listed_with_those_that_are_missing()
    {
        await Root.Document("a").SetAsync(Map(("x", 1)), cancellationToken: Token);
        await Root.Document("b").Collection("two").Document("x").SetAsync(Map(("x", 1)), cancellationToken: Token);
        await Root.Document("b").Collection("one").Document("x").SetAsync(Map(("x", 1)), cancellationToken: Token);

        var documents = await Root.ListDocumentsAsync(Token).Select(d => d.Id).ToListAsync(Token);
        var collections = await Root.Document("b").ListCollectionsAsync(Token).Select(c => c.Id).ToListAsync(Token);

        Assert.Equal(["a", "b"], documents);
        Assert.Equal(["one", "two"], collections.Order());
    }

    [Fact]
    public async Task A_recursive_delete_takes_everything_below()
    {
        var batch = Db.StartBatch();
        for (var i = 0; i < 30; i++)
        {
            batch.Set(Root.Document("top").Collection("c").Document($"d{i}"), Map(("i", i)));
            batch.Set(Root.Document("top").Collection("c").Document($"d{i}").Collection("e").Document("x"), Map(("i", i)));
        }

        await batch.Set(Root.Document("top2"), Map(("x", 1))).CommitAsync(Token);

        Assert.Equal(61, await Db.RecursiveDeleteAsync(Root.Document("top"), Token));

        Assert.Equal(0, (await Root.Document("top").Collection("c").Count().GetSnapshotAsync(Token)).Count);
        Assert.True((await Root.Document("top2").GetSnapshotAsync(Token)).Exists);
    }

    [Fact]
    public async Task A_bad_name_is_refused()
    {
        var request = new CommitRequest { Database = Db.RootPath, Writes = { new Write { Delete = Root.Path } } };

        await RefusedAsync(StatusCode.InvalidArgument, () => Db.Client.CommitAsync(request, Db.Headers, cancellationToken: Token).ResponseAsync);
    }

    public sealed class Emulator(EmulatorServer server) : DocumentConformance(server);

    public sealed class InProcess(InProcessServer server) : DocumentConformance(server);

    public sealed class Loopback(LoopbackServer server) : DocumentConformance(server);
}
