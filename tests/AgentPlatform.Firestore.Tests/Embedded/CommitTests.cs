using System.Threading.Channels;
using AgentPlatform.Firestore.Embedded;
using Google.Cloud.Firestore.V1;
using Grpc.Core;

namespace AgentPlatform.Firestore.Tests.Embedded;

public sealed class CommitTests : IAsyncDisposable
{
    private readonly EmbeddedServers servers = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public ValueTask DisposeAsync() => servers.DisposeAsync();

    [Fact]
    public async Task In_a_group_each_commit_sees_those_before_it_and_fails_alone()
    {
        using var file = StoreFile.Open(new EmbeddedFirestoreOptions { Path = EmbeddedFirestoreOptions.InMemory });
        using var connection = file.OpenWriter();
        var cache = new DocumentCache(100, 1_000_000);
        var indexes = new IndexCatalog([], false);
        var group = new CommitGroup(connection, cache, indexes, new QueryRunner(indexes, cache), new CommitClock(TimeProvider.System, 0));
        PendingCommit[] commits = [Create("a"), Create("a"), Increment("a"), Create("b"), Increment("a")];

        group.Run(commits);
        Array.ForEach(commits, c => c.Complete());

        Assert.Equal(StatusCode.AlreadyExists, (await Assert.ThrowsAsync<RpcException>(() => commits[1].Completed)).StatusCode);
        var times = await Task.WhenAll(commits.Where(c => c != commits[1]).Select(async c => CommitClock.Micros((await c.Completed).CommitTime)));
        Assert.Equal(times.Order().Distinct(), times);
        Assert.Equal(3, cache.Find(Name("a"))!.Fields["n"].IntegerValue);
        Assert.Equal(3, connection.Load(DocumentName.Parse(Name("a")))!.Value.Document.Fields["n"].IntegerValue);
    }

    [Fact]
    public async Task Concurrent_writers_and_readers_see_only_whole_commits()
    {
        var db = servers.Open();
        var (left, right) = (db.Document("c/left"), db.Document("c/right"));
        await db.StartBatch().Set(left, Data(0)).Set(right, Data(0)).CommitAsync(Token);
        using var done = new CancellationTokenSource();

        var reading = Task.Run(async () =>
        {
            var last = 0;
            while (!done.IsCancellationRequested)
            {
                var both = await db.GetAllSnapshotsAsync([left, right], Token);
                Assert.Equal(both[0].GetValue<int>("x"), both[1].GetValue<int>("x"));
                Assert.InRange(both[0].GetValue<int>("x"), last, int.MaxValue);
                last = both[0].GetValue<int>("x");
                var queried = await db.Collection("c").GetSnapshotAsync(Token);
                Assert.Equal(queried[0].GetValue<int>("x"), queried[1].GetValue<int>("x"));
                Assert.InRange(queried[0].GetValue<int>("x"), last, int.MaxValue);
                last = queried[0].GetValue<int>("x");
            }
        }, Token);
        for (var i = 1; i <= 300; i++)
        {
            await db.StartBatch().Set(left, Data(i)).Set(right, Data(i)).CommitAsync(Token);
            Assert.Equal(i, (await left.GetSnapshotAsync(Token)).GetValue<int>("x"));
        }

        await done.CancelAsync();
        await reading;
    }

    [Fact]
    public async Task What_a_client_changes_after_a_write_is_not_stored()
    {
        var db = servers.Open();
        var document = new Document { Name = db.Document("c/a").Path, Fields = { ["x"] = new Value { IntegerValue = 1 } } };
        await db.Client.CommitAsync(new CommitRequest { Database = db.RootPath, Writes = { new Write { Update = document } } }, cancellationToken: Token);

        document.Fields["x"].IntegerValue = 2;

        Assert.Equal(1, (await db.Document("c/a").GetSnapshotAsync(Token)).GetValue<int>("x"));
    }

    [Fact]
    public async Task A_slow_listener_starts_afresh_and_ends_with_the_whole_result()
    {
        const int documents = 400;
        var db = servers.Open(maxWaitingChanges: 2);
        var release = new TaskCompletionSource();
        var counts = Channel.CreateUnbounded<int>();
        await using var listener = db.Collection("c").Listen(
            async (q, token) =>
            {
                await counts.Writer.WriteAsync(q.Count, token);
                await release.Task;
            },
            Token);
        Assert.Equal(0, await counts.Reader.ReadAsync(Token));

        for (var i = 0; i < documents; i++)
        {
            await db.Document($"c/d{i}").SetAsync(Data(i), cancellationToken: Token);
        }

        release.SetResult();
        while (await counts.Reader.ReadAsync(Token) < documents)
        {
        }
    }

    [Fact]
    public async Task A_listener_of_a_refused_query_is_told_why()
    {
        var db = servers.Open("""{ "indexes": [] }""");
        await using var listener = db.Collection("c").WhereEqualTo("a", 1).OrderBy("b").Listen((_, _) => Task.CompletedTask, Token);

        var error = await Assert.ThrowsAsync<RpcException>(() => listener.ListenerTask.WaitAsync(Token));

        Assert.Equal(StatusCode.FailedPrecondition, error.StatusCode);
    }

    [Fact]
    public async Task A_closed_server_is_unavailable()
    {
        var db = servers.Open();
        await servers.CloseAsync();

        var error = await Assert.ThrowsAsync<RpcException>(() => db.Document("c/a").SetAsync(Data(1), cancellationToken: Token));

        Assert.Equal(StatusCode.Unavailable, error.StatusCode);
        Assert.Equal(StatusCode.Unavailable, (await Assert.ThrowsAsync<RpcException>(() => db.Document("c/a").GetSnapshotAsync(Token))).StatusCode);
    }

    [Fact]
    public async Task A_cancelled_call_is_cancelled()
    {
        var db = servers.Open();

        var error = await Assert.ThrowsAsync<RpcException>(() => db.Document("c/a").SetAsync(Data(1), cancellationToken: new CancellationToken(true)));

        Assert.Equal(StatusCode.Cancelled, error.StatusCode);
    }

    [Fact]
    public void The_cache_keeps_its_bounds_and_refuses_what_a_commit_may_have_replaced()
    {
        var cache = new DocumentCache(64, 64 * 1000);
        for (var i = 0; i < 1000; i++)
        {
            cache.Offer(cache.Sequence, Stored(i), 100);
        }

        Assert.InRange(Enumerable.Range(0, 1000).Count(i => cache.Find(Name("d" + i)) is not null), 1, 64);

        var before = cache.Sequence;
        StoredChange[] changes = [new(DocumentName.Parse(Name("x")), null, null, 0)];
        cache.BeginPublish(changes);
        cache.Offer(cache.Sequence, new Document { Name = Name("x") }, 10);
        Assert.Null(cache.Find(Name("x")));
        cache.EndPublish(changes, committed: true);
        cache.Offer(before, new Document { Name = Name("x") }, 10);
        Assert.Null(cache.Find(Name("x")));
        cache.Offer(cache.Sequence, new Document { Name = Name("x") }, 10);
        Assert.NotNull(cache.Find(Name("x")));
    }

    private static Document Stored(int i) => new() { Name = Name("d" + i) };

    private static PendingCommit Create(string id) =>
        new([new Write { Update = new Document { Name = Name(id), Fields = { ["n"] = new Value { IntegerValue = 1 } } }, CurrentDocument = new() { Exists = false } }], null);

    private static PendingCommit Increment(string id) => new(
        [
            new Write
            {
                Update = new Document { Name = Name(id) },
                UpdateMask = new DocumentMask(),
                UpdateTransforms = { new DocumentTransform.Types.FieldTransform { FieldPath = "n", Increment = new Value { IntegerValue = 1 } } },
            },
        ],
        null);

    private static string Name(string id) => $"projects/p/databases/(default)/documents/c/{id}";

    private static Dictionary<string, object?> Data(int x) => new() { ["x"] = x };
}
