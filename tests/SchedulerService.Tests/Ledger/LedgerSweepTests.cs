using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using AgentPlatform.Contracts.Schedules;
using AgentPlatform.ServiceDefaults.Documents;
using SchedulerService.Ledger;

namespace SchedulerService.Tests.Ledger;

public sealed class LedgerSweepTests
{
    private static readonly ScheduleInput EveryDay = new() { Cron = "0 8 * * *", TimeZone = "UTC" };
    private static readonly DateTimeOffset Now = SchedulerApp.Start;

    [Fact]
    public async Task Records_of_more_than_so_many_days_ago_are_deleted_and_others_stay()
    {
        await using var app = await StartAsync();
        await app.ScheduleAsync("agent", EveryDay);
        await app.ScheduleAsync("young", EveryDay);
        await WriteAsync(app, "agent", Now.AddDays(-500), Now.AddDays(-400).AddSeconds(-1), Now.AddDays(-400), Now.AddDays(-1));
        await WriteAsync(app, "young", Now.AddDays(-399));
        var before = (await app.LoadAsync("young"))!.StoredAt;

        Assert.Equal(2, await SweepAsync(app, rounds: 2));

        Assert.Equal([Now.AddDays(-400), Now.AddDays(-1)], await RecordsAsync(app));
        Assert.Equal([Now.AddDays(-399)], await RecordsAsync(app, "young"));
        Assert.Equal(Now.AddDays(-400), (await app.LoadAsync())!.SweptUntil);
        Assert.Equal(before, (await app.LoadAsync("young"))!.StoredAt);
    }

    [Fact]
    public async Task A_dense_schedule_keeps_its_newest_records()
    {
        await using var app = await StartAsync(("Ledger:MaxRecordsPerSchedule", "10"));
        await app.ScheduleAsync("agent", EveryDay);
        await app.ScheduleAsync("sparse", EveryDay);
        var dense = Enumerable.Range(1, 90).Select(second => Now.AddSeconds(-second)).Append(Now.AddDays(-100)).Order().ToArray();
        await WriteAsync(app, "agent", dense);
        await WriteAsync(app, "sparse", [.. Enumerable.Range(1, 10).Select(day => Now.AddDays(-day))]);

        Assert.Equal(81, await SweepAsync(app, rounds: 2));

        Assert.Equal(dense[^10..], await RecordsAsync(app));
        Assert.Equal(10, (await RecordsAsync(app, "sparse")).Length);
    }

    [Fact]
    public async Task A_sweep_deletes_a_bounded_number_and_goes_on_at_the_next_round()
    {
        await using var app = await StartAsync(("Ledger:MaxDeletesPerSchedule", "500"));
        await app.ScheduleAsync("agent", EveryDay);
        await WriteAsync(app, "agent", [.. Enumerable.Range(0, 1100).Select(minute => Now.AddDays(-401).AddMinutes(-minute))]);

        var deleted = new List<int>();
        while (deleted.Count < 6)
        {
            deleted.Add(await SweepAsync(app, rounds: 1));
        }

        // The first round begins anywhere, after the one schedule that there is or before it.
        Assert.Equal([500, 500, 100], deleted.Where(count => count > 0));
        Assert.Empty(await RecordsAsync(app));
    }

    [Fact]
    public async Task A_round_comes_to_every_schedule_wherever_it_begins()
    {
        await using var app = await StartAsync(("Ledger:SchedulesPerSweep", "2"));
        string[] agents = ["0", "A", "Z", "a", "z"];
        foreach (var agent in agents)
        {
            await app.ScheduleAsync(agent, EveryDay);
            await WriteAsync(app, agent, Now.AddDays(-401));
        }

        Assert.Equal(5, await SweepAsync(app, rounds: 4));
    }

    [Fact]
    public async Task A_backfill_does_not_reach_before_what_the_ledger_knows()
    {
        await using var app = await StartAsync();
        await app.ScheduleAsync("agent", EveryDay);
        await WriteAsync(app, "agent", Now.AddDays(-401));
        await SweepAsync(app, rounds: 2);

        using var refused = await BackfillAsync(app, Now.AddDays(-402));
        Assert.Equal(HttpStatusCode.BadRequest, refused.StatusCode);
        var errors = JsonNode.Parse(await refused.Content.ReadAsStringAsync(TestContext.Current.CancellationToken))!["errors"]!;
        Assert.StartsWith("The ledger of this schedule begins at 2025-10-18T05:00:30Z", (string?)errors["from"]![0], StringComparison.Ordinal);
        using var accepted = await BackfillAsync(app, Now.AddDays(-400));
        Assert.Equal(HttpStatusCode.Accepted, accepted.StatusCode);
    }

    [Fact]
    public async Task A_late_change_decides_nothing_whose_records_are_deleted()
    {
        await using var app = await StartAsync(("Ledger:KeepDays", "1"));
        await app.ScheduleAsync("agent", EveryDay);
        await WriteAsync(app, "agent", Now.AddDays(-2));
        await SweepAsync(app, rounds: 2);

        await app.ScheduleAsync("agent", new() { Cron = "0 9 * * *", TimeZone = "UTC" }, revision: 2, changedAt: Now.AddDays(-3));

        Assert.Equal(Now.Date.AddDays(-1).AddHours(9), (await app.LoadAsync())!.NextRunAt!.Value.UtcDateTime);
    }

    private static Task<SchedulerApp> StartAsync(params (string Key, string? Value)[] settings) =>
        SchedulerApp.StartAsync(new SettableClock(Now), settings: settings.ToDictionary(setting => setting.Key, setting => setting.Value));

    private static async Task<int> SweepAsync(SchedulerApp app, int rounds)
    {
        var deleted = 0;
        for (var round = 0; round < rounds; round++)
        {
            deleted += await app.Sweep.RunOnceAsync(Now, TestContext.Current.CancellationToken);
        }

        return deleted;
    }

    private static async Task WriteAsync(SchedulerApp app, string agentId, params DateTimeOffset[] instants)
    {
        foreach (var chunk in instants.Chunk(400))
        {
            var commit = app.Db.StartBatch();
            foreach (var instant in chunk)
            {
                commit.Create(app.Db.Document($"schedules/{agentId}/occurrences/{instant.UtcTicks.ToString(CultureInfo.InvariantCulture)}"), new Dictionary<string, object?> { ["scheduledFor"] = instant, ["outcome"] = Outcomes.Missed });
            }

            await commit.CommitAsync(TestContext.Current.CancellationToken);
        }
    }

    private static async Task<DateTimeOffset[]> RecordsAsync(SchedulerApp app, string agentId = "agent") =>
        [.. (await app.Db.Collection($"schedules/{agentId}/occurrences").GetSnapshotAsync(TestContext.Current.CancellationToken)).Documents.Select(record => record.GetInstant("scheduledFor")!.Value).Order()];

    private static Task<HttpResponseMessage> BackfillAsync(SchedulerApp app, DateTimeOffset from) =>
        app.Client().PostAsJsonAsync("/api/schedules/agent/backfill", new { from, to = from.AddDays(3) }, TestContext.Current.CancellationToken);
}
