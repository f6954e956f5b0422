using AgentPlatform.Contracts.Messages;
using AgentPlatform.ServiceDefaults.Outbox;
using Microsoft.Extensions.DependencyInjection;

namespace AgentPlatform.ServiceDefaults.Tests.Outbox;

public sealed class OutboxTests
{
    [Fact]
    public async Task A_message_is_published_once_its_commit_is_released_and_leaves_the_outbox()
    {
        await using var app = await DefaultsApp.StartAsync();
        var outbox = app.Service.Services.GetRequiredService<ServiceDefaults.Outbox.Outbox>();
        var commit = app.Service.Db.StartBatch();

        var entry = outbox.Add(commit, new ExecutionQueued("one"));
        await commit.CommitAsync(Token);
        Assert.Empty(app.Service.Published.All);
        outbox.Release(entry);

        await app.Service.Published.WaitForAsync<ExecutionQueued>(message => message.ExecutionId == "one", Token);
    }

    [Fact]
    public async Task A_message_of_a_process_that_died_after_its_commit_is_published_by_another()
    {
        await using var store = new TestStore();
        var message = new AgentScheduleChanged("agent", "user", "이름", 1, 7, true, null, DefaultsApp.Start);

        await using (var dying = await DefaultsApp.StartAsync(store.Db))
        {
            var commit = store.Db.StartBatch();
            dying.Service.Services.GetRequiredService<ServiceDefaults.Outbox.Outbox>().Add(commit, message);
            await commit.CommitAsync(Token);
        }

        await using var other = await DefaultsApp.StartAsync(store.Db);
        var relay = other.Service.Services.GetRequiredService<OutboxRelay>();

        Assert.Equal(0, await relay.RunOnceAsync(DefaultsApp.Start.AddSeconds(10), Token));
        Assert.Equal(1, await relay.RunOnceAsync(DefaultsApp.Start.AddSeconds(11), Token));
        Assert.Equal(message, Assert.IsType<AgentScheduleChanged>(Assert.Single(other.Service.Published.All)));
        Assert.Equal(0, await relay.RunOnceAsync(DefaultsApp.Start.AddSeconds(11), Token));
        Assert.Empty((await store.Db.Collection("outbox-testservice").GetSnapshotAsync(Token)).Documents);
    }

    [Fact]
    public async Task Messages_that_were_written_together_are_one_document_and_are_published_each_by_whoever_comes_first()
    {
        await using var app = await DefaultsApp.StartAsync();
        var (db, outbox) = (app.Service.Db, app.Service.Services.GetRequiredService<ServiceDefaults.Outbox.Outbox>());
        var (first, second) = (db.StartBatch(), db.StartBatch());

        var entry = outbox.AddAll(first, [OutboxMessage.Of(new ExecutionQueued("one")), OutboxMessage.Of(new CancelExecution("two", "user"))]);
        outbox.AddAll(second, [OutboxMessage.Of(new ExecutionQueued("three")), OutboxMessage.Of(new ExecutionQueued("four"))]);
        await first.CommitAsync(Token);
        await second.CommitAsync(Token);
        Assert.Equal(2, (await db.Collection("outbox-testservice").GetSnapshotAsync(Token)).Documents.Count);
        outbox.Release(entry);
        await app.Service.Published.WaitForAsync<CancelExecution>(message => message.ExecutionId == "two", Token);

        // Its process died before it released them.
        await app.Service.Services.GetRequiredService<OutboxRelay>().RunOnceAsync(DefaultsApp.Start.AddSeconds(11), Token);
        Assert.Equal(["four", "one", "three"], app.Service.Published.All.OfType<ExecutionQueued>().Select(message => message.ExecutionId).Distinct().Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task The_sweep_comes_by_itself()
    {
        await using var app = await DefaultsApp.StartAsync();
        var commit = app.Service.Db.StartBatch();
        app.Service.Services.GetRequiredService<ServiceDefaults.Outbox.Outbox>().Add(commit, new ExecutionQueued("one"));
        await commit.CommitAsync(Token);

        app.Clock.Advance(TimeSpan.FromSeconds(21));

        await app.Service.Published.WaitForAsync<ExecutionQueued>(message => message.ExecutionId == "one", Token);
    }

    [Fact]
    public async Task A_message_of_a_type_that_this_version_does_not_know_stays_for_one_that_does()
    {
        await using var app = await DefaultsApp.StartAsync();
        var outbox = app.Service.Db.Collection("outbox-testservice");
        await outbox.Document("unknown").CreateAsync(new Dictionary<string, object?> { ["type"] = "FromTheFuture", ["body"] = "{}", ["createdAt"] = DefaultsApp.Start.AddDays(-1) }, Token);
        await outbox.Document("known").CreateAsync(new Dictionary<string, object?> { ["type"] = "ExecutionQueued", ["body"] = """{"executionId":"one","added":"later"}""", ["createdAt"] = DefaultsApp.Start.AddDays(-1) }, Token);

        Assert.Equal(1, await app.Service.Services.GetRequiredService<OutboxRelay>().RunOnceAsync(DefaultsApp.Start, Token));

        Assert.Equal("unknown", Assert.Single((await outbox.GetSnapshotAsync(Token)).Documents).Id);
        Assert.Equal(new ExecutionQueued("one"), Assert.Single(app.Service.Published.All));
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;
}
