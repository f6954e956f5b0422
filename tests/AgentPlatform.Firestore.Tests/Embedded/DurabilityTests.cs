using AgentPlatform.Firestore.Embedded;
using Google.Cloud.Firestore.V1;
using Grpc.Core;
using Microsoft.Extensions.Time.Testing;

namespace AgentPlatform.Firestore.Tests.Embedded;

public sealed class DurabilityTests : IAsyncDisposable
{
    private readonly EmbeddedServers servers = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public ValueTask DisposeAsync() => servers.DisposeAsync();

    [Fact]
    public async Task Every_acknowledged_write_survives_kill_nine()
    {
        var acknowledged = new List<string>();
        using (var child = ChildWriter.Start(servers.FilePath))
        {
            while (acknowledged.Count < 500 && await child.StandardOutput.ReadLineAsync(Token) is { } id)
            {
                acknowledged.Add(id);
            }

            child.Kill();
            acknowledged.AddRange((await child.StandardOutput.ReadToEndAsync(Token)).Split('\n').Where(l => l.Length == ChildWriter.IdLength));
            await child.WaitForExitAsync(Token);
        }

        var found = (await servers.Open().Collection("written").Select().GetSnapshotAsync(Token)).Select(d => d.Id).ToHashSet();

        Assert.True(acknowledged.Count >= 500, $"the child acknowledged only {acknowledged.Count} writes");
        Assert.All(acknowledged, id => Assert.Contains(id, found));
    }

    [Fact]
    public async Task Documents_are_there_after_a_restart_and_times_go_on()
    {
        var clock = new FakeTimeProvider(new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero));
        var first = await servers.Open(clock: clock).Collection("c").Document("a").SetAsync(Data(1), cancellationToken: Token);
        await servers.CloseAsync();

        var db = servers.Open(clock: new FakeTimeProvider(new DateTimeOffset(2025, 1, 1, 0, 0, 0, TimeSpan.Zero)));
        var read = await db.Collection("c").Document("a").GetSnapshotAsync(Token);
        var second = await db.Collection("c").Document("b").SetAsync(Data(2), cancellationToken: Token);

        Assert.Equal(first.UpdateTime, read.UpdateTime);
        Assert.True(second.UpdateTime > first.UpdateTime);
        Assert.False(File.Exists(servers.FilePath + "-journal"));
    }

    [Fact]
    public async Task A_clean_stop_leaves_everything_in_the_file()
    {
        await servers.Open().Collection("c").Document("a").SetAsync(Data(1), cancellationToken: Token);

        await servers.CloseAsync();

        Assert.False(File.Exists(servers.FilePath + "-wal"));
    }

    [Fact]
    public void A_file_in_use_is_named()
    {
        servers.Open();

        var error = Assert.Throws<EmbeddedFirestoreException>(() => servers.Open());

        Assert.Contains(servers.FilePath, error.Message, StringComparison.Ordinal);
        Assert.Contains("in use", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_in_use_by_another_process_is_named_and_free_after_its_death()
    {
        using var child = ChildWriter.Start(servers.FilePath);
        Assert.NotNull(await child.StandardOutput.ReadLineAsync(Token));

        Assert.Contains("in use", Assert.Throws<EmbeddedFirestoreException>(() => servers.Open()).Message, StringComparison.Ordinal);

        child.Kill();
        await child.WaitForExitAsync(Token);
        Assert.NotEmpty(await servers.Open().Collection("written").Limit(1).GetSnapshotAsync(Token));
    }

    [Fact]
    public async Task A_damaged_file_is_named()
    {
        await File.WriteAllTextAsync(servers.FilePath, "this is not a database, it only stands where one should be", Token);

        var error = Assert.Throws<EmbeddedFirestoreException>(() => servers.Open());

        Assert.Contains(servers.FilePath, error.Message, StringComparison.Ordinal);
        Assert.Contains("damaged", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_with_damaged_pages_is_named()
    {
        await servers.Open().Collection("c").Document("a").SetAsync(Data(1), cancellationToken: Token);
        await servers.CloseAsync();
        await using (var file = File.OpenWrite(servers.FilePath))
        {
            file.Position = 100;
            await file.WriteAsync(Enumerable.Repeat((byte)0xEE, 8000).ToArray(), Token);
        }

        var error = Assert.Throws<EmbeddedFirestoreException>(() => servers.Open());

        Assert.Contains("damaged", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_database_of_another_application_is_refused()
    {
        using (var other = new Microsoft.Data.Sqlite.SqliteConnection($"Data Source={servers.FilePath};Pooling=False"))
        {
            other.Open();
            using var command = other.CreateCommand();
            command.CommandText = "CREATE TABLE users (id INTEGER)";
            command.ExecuteNonQuery();
        }

        var error = Assert.Throws<EmbeddedFirestoreException>(() => servers.Open());

        Assert.Contains("another application", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_failed_open_frees_the_file()
    {
        Assert.Throws<EmbeddedFirestoreException>(() => servers.Open("not json"));

        await servers.Open().Collection("c").Document("a").SetAsync(Data(1), cancellationToken: Token);
    }

    [Fact]
    public async Task A_full_disk_refuses_the_whole_group_and_the_writer_goes_on()
    {
        var options = new EmbeddedFirestoreOptions { Path = EmbeddedFirestoreOptions.InMemory };
        using var file = StoreFile.Open(options);
        using var connection = file.OpenWriter();
        var cache = new DocumentCache(100, 1_000_000);
        var indexes = new IndexCatalog([], false);
        var group = new CommitGroup(connection, cache, indexes, new QueryRunner(indexes, cache), new CommitClock(TimeProvider.System, 0));
        connection.Execute("PRAGMA max_page_count = 20");

        PendingCommit[] full = [Pending("small", 1), Pending("large", 500_000)];
        group.Run(full);
        Array.ForEach(full, c => c.Complete());

        foreach (var commit in full)
        {
            Assert.Equal(StatusCode.ResourceExhausted, (await Assert.ThrowsAsync<RpcException>(() => commit.Completed)).StatusCode);
        }

        PendingCommit[] after = [Pending("small", 2)];
        group.Run(after);
        Array.ForEach(after, c => c.Complete());
        Assert.Single((await after[0].Completed).WriteResults);
        Assert.Null(connection.Load(DocumentName.Parse(Name("large"))));
    }

    private static PendingCommit Pending(string id, int size) =>
        new([new Write { Update = new Document { Name = Name(id), Fields = { ["b"] = new Value { StringValue = new string('x', size) } } } }], null);

    private static string Name(string id) => $"projects/p/databases/(default)/documents/c/{id}";

    private static Dictionary<string, object?> Data(int x) => new() { ["x"] = x };
}
