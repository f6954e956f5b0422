using Microsoft.Extensions.Options;
using SchedulerService.Firing;
using SchedulerService.Firing.Budgets;
using SchedulerService.Firing.Rules;

namespace SchedulerService.Tests.Firing;

public sealed class FireBudgetTests
{
    private static readonly DateTimeOffset Midnight = new(2026, 11, 23, 0, 0, 0, TimeSpan.Zero);
    private static readonly FiringLimits Limits = FiringLimits.Of(new FiringOptions());

    [Fact]
    public async Task Schedulers_that_add_at_the_same_moment_of_a_new_day_lose_nothing_and_leave_nothing_behind()
    {
        await using var database = new TestDatabase();
        var budget = new FireBudget(database.Db, Options.Create(new FiringOptions { MaxFiresPerUserPerMinute = 100, MaxFiresPerUserPerDay = 1000 }));
        await AddAsync(Midnight.AddDays(-30), 50);
        await AddAsync(Midnight.AddMinutes(-1), 7);

        // Both have read before either writes; one's clock is still in the old day.
        var (first, second, behind) = (await LoadAsync(Midnight), await LoadAsync(Midnight), await LoadAsync(Midnight.AddSeconds(-1)));
        await WriteAsync(first, Midnight, 3);
        await WriteAsync(second, Midnight, 4);
        await WriteAsync(behind, Midnight.AddSeconds(-1), 2);

        Assert.Equal(100 - 7, (await LoadAsync(Midnight)).Limit(Limits, "user").FiresLeft);
        Assert.Equal(100 - 9, (await LoadAsync(Midnight.AddSeconds(-1))).Limit(Limits, "user").FiresLeft);
        var counts = Assert.Single((await database.Db.Collection("fires").GetSnapshotAsync(TestContext.Current.CancellationToken)).Documents);
        Assert.Equal(["d20261122", "d20261123"], counts.GetValue<Dictionary<string, object?>>("days").Keys.Order(StringComparer.Ordinal));
        Assert.Equal(["m202611222359", "m202611230000"], counts.GetValue<Dictionary<string, object?>>("minutes").Keys.Order(StringComparer.Ordinal));

        Task<FireCounts> LoadAsync(DateTimeOffset now) => budget.LoadAsync(["user"], now, TestContext.Current.CancellationToken);

        async Task AddAsync(DateTimeOffset now, int fires) => await WriteAsync(await LoadAsync(now), now, fires);

        Task WriteAsync(FireCounts counts, DateTimeOffset now, int fires)
        {
            var commit = database.Db.StartBatch();
            budget.Add(commit, "user", fires, counts.Outdated("user"), now);
            return commit.CommitAsync(TestContext.Current.CancellationToken);
        }
    }
}
