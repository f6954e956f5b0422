using AgentPlatform.Firestore;
using AgentPlatform.Firestore.Embedded;
using AgentPlatform.Testing.Services;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using SchedulerService.Firing;

namespace SchedulerService.Tests.Firing;

public sealed class SchedulerPeersTests : IAsyncDisposable
{
    private readonly FakeTimeProvider _clock = new(SchedulerApp.Start);
    private readonly EmbeddedFirestore _server;
    private readonly FirestoreDb _db;

    public SchedulerPeersTests()
    {
        _server = EmbeddedFirestore.Open(new EmbeddedFirestoreOptions { Path = EmbeddedFirestoreOptions.InMemory, IndexesJson = File.ReadAllText(Repository.File("firestore.indexes.json")) }, _clock);
        _db = new FirestoreDbBuilder { ProjectId = "test", CallInvoker = _server.CreateCallInvoker() }.Build();
    }

    [Fact]
    public async Task One_alone_has_all_and_each_further_one_takes_its_part()
    {
        var first = Peers();
        Assert.Null(await ShareAsync(first));

        for (var count = 2; count <= 5; count++)
        {
            var all = Enumerable.Range(1, count - 1).Select(_ => Peers()).Prepend(first).ToList();
            await RenewAsync(all);
            var shares = await RenewAsync(all);

            Assert.Equal(Enumerable.Range(0, Shards.Count), shares.SelectMany(share => share!).Order());
            Assert.All(shares, share => Assert.InRange(share!.Count, Shards.Count / count, (Shards.Count / count) + 1));
            await Task.WhenAll(all.Skip(1).Select(peers => peers.LeaveAsync(TestContext.Current.CancellationToken)));
        }
    }

    [Fact]
    public async Task The_part_of_one_that_has_died_is_taken_over_when_its_lease_ends_and_of_one_that_left_at_the_next_renewal()
    {
        var (stays, dies, leaves) = (Peers(), Peers(), Peers());
        await RenewAsync([stays, dies, leaves]);
        await RenewAsync([stays, dies, leaves]);

        await leaves.LeaveAsync(TestContext.Current.CancellationToken);
        Assert.Equal(Shards.Count / 2, (await RenewAsync([stays]))[0]!.Count);
        await RenewAsync([stays]);
        await RenewAsync([stays]);
        Assert.Null((await RenewAsync([stays]))[0]);
    }

    [Fact]
    public async Task A_clock_that_is_set_back_makes_no_renewal_late()
    {
        var peers = Peers();
        await ShareAsync(peers);

        var back = _clock.GetUtcNow().AddHours(-1);
        await peers.ShareAsync(back, TestContext.Current.CancellationToken);

        var member = Assert.Single((await _db.Collection("schedulers").GetSnapshotAsync(TestContext.Current.CancellationToken)).Documents);
        Assert.Equal(back, member.GetValue<DateTimeOffset>("renewedAt"));
    }

    [Fact]
    public async Task Between_renewals_the_store_is_not_asked()
    {
        var (peers, other) = (Peers(), Peers());
        await ShareAsync(peers);
        await ShareAsync(other);

        Assert.Null(await ShareAsync(peers));
        Assert.NotNull((await RenewAsync([peers]))[0]);
    }

    [Fact]
    public async Task Only_what_is_due_in_the_given_shards_is_found_in_the_order_of_its_time()
    {
        await using var app = await SchedulerApp.StartAsync();
        var agents = Enumerable.Range(0, 60).Select(number => $"agent{number}").ToList();
        foreach (var agent in agents)
        {
            await app.ScheduleAsync(agent, new() { Cron = $"{agents.IndexOf(agent) % 60} * * * *" });
        }

        int[] shards = [.. Enumerable.Range(0, Shards.Count).Where(shard => shard % 3 == 1)];
        var due = await app.Store.ListDueAsync(SchedulerApp.Start.AddHours(1), shards, 100, TestContext.Current.CancellationToken);

        Assert.Equal(agents.Where(agent => shards.Contains(Shards.Of(agent))).Order(), due.Select(schedule => schedule.AgentId).Order());
        Assert.Equal(due.OrderBy(schedule => schedule.DueAt), due);
        Assert.Empty(await app.Store.ListDueAsync(SchedulerApp.Start.AddHours(1), [], 100, TestContext.Current.CancellationToken));
    }

    public async ValueTask DisposeAsync()
    {
        _db.Dispose();
        await _server.DisposeAsync();
    }

    private SchedulerPeers Peers() => new(_db, _clock, Options.Create(new FiringOptions()));

    private Task<IReadOnlyList<int>?> ShareAsync(SchedulerPeers peers) => peers.ShareAsync(_clock.GetUtcNow(), TestContext.Current.CancellationToken);

    /// <summary>A third of a lease later.</summary>
    private async Task<List<IReadOnlyList<int>?>> RenewAsync(IReadOnlyList<SchedulerPeers> all)
    {
        _clock.Advance(TimeSpan.FromSeconds(2));
        var shares = new List<IReadOnlyList<int>?>();
        foreach (var peers in all)
        {
            shares.Add(await ShareAsync(peers));
        }

        return shares;
    }
}
