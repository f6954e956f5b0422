using System.Net.Http.Json;
using AgentPlatform.Contracts.Messages;
using AgentPlatform.Contracts.Schedules;
using AgentPlatform.ServiceDefaults.Documents;
using AgentPlatform.ServiceDefaults.Json;
using AgentPlatform.Testing.Http;
using AgentPlatform.Testing.Telemetry;
using Google.Cloud.Firestore.V1;
using Grpc.Core;
using SchedulerService.Firing.Rules;

namespace SchedulerService.Tests.Firing;

/// <summary>Changes of a schedule that others write at the same time: three hours of every minute are due, ten of which are decided in a commit.</summary>
public sealed class LostRaceTests
{
    private const int Due = 180;

    private static readonly ScheduleInput EveryMinute = new() { Cron = "* * * * *", TimeZone = "UTC", CatchUp = CatchUps.All, Overlap = Overlaps.AllowAll };

    private readonly PausesOnlyClock _clock = new() { Now = SchedulerApp.Start.AddMilliseconds(500) };
    private Func<int, Task>? _rival;
    private int _writes;

    [Theory]
    [InlineData("change", Overlaps.AllowAll)]
    [InlineData("switchOff", Overlaps.AllowAll)]
    [InlineData("switchOff", Overlaps.BufferAll)]
    [InlineData("delete", Overlaps.AllowAll)]
    [InlineData("delete", Overlaps.BufferAll)]
    public async Task A_change_that_loses_many_races_to_the_firing_loop_comes_through_and_every_instant_has_one_record(string change, string overlap)
    {
        await using var database = new TestDatabase();
        await using var loop = await SchedulerApp.StartAsync(_clock, database, Settings(patienceSeconds: "60"));
        await using var app = await BehindAsync(database, patienceSeconds: "60", overlap);
        _rival = write => write <= 8 ? loop.Step.RunBatchAsync(_clock.Now, null, TestContext.Current.CancellationToken) : Task.CompletedTask;

        await (change switch
        {
            "change" => app.ScheduleAsync("agent", EveryMinute with { Cron = "30 * * * *" }, revision: 2),
            "switchOff" => app.ScheduleAsync("agent", EveryMinute with { Overlap = overlap }, revision: 2, active: false),
            _ => app.Writer.DeleteAsync(new AgentDeleted("agent", "user", 2), TestContext.Current.CancellationToken),
        });
        _rival = null;

        var stored = (await app.LoadAsync())!;
        Assert.Equal((change == "delete" ? long.MaxValue : 2, change == "change"), (stored.Revision, stored.Active));
        Assert.Empty(stored.Waiting);
        await loop.LookAsync();
        await loop.LookAsync();
        Assert.Empty((await app.LoadAsync())!.Unsettled);
        var records = await database.Db.Collection("schedules/agent/occurrences").GetSnapshotAsync(TestContext.Current.CancellationToken);
        Assert.Equal(Enumerable.Range(0, Due).Select(minute => SchedulerApp.Start.AddMinutes(minute).AddSeconds(30)), records.Documents.Select(record => record.GetInstant("scheduledFor")!.Value).Order());
    }

    [Fact]
    public async Task However_much_is_due_a_change_takes_one_step_and_itself()
    {
        await using var database = new TestDatabase();
        await using var app = await BehindAsync(database, patienceSeconds: "60");

        await app.ScheduleAsync("agent", EveryMinute with { Cron = "30 * * * *" }, revision: 2);

        Assert.Equal(2, _writes);
        Assert.Single((await app.LoadAsync())!.Unsettled);
    }

    [Fact]
    public async Task A_race_lost_to_somebody_who_decides_nothing_costs_no_instant_its_run()
    {
        await using var database = new TestDatabase();
        await using var app = await SchedulerApp.StartAsync(_clock, database.Behind(CountAsync), Settings(patienceSeconds: "60"));
        await app.ScheduleAsync("agent", EveryMinute);
        _clock.Now = _clock.Now.AddMinutes(1);
        _rival = write => write is 2 or 3 or 5 ? TouchAsync(database) : Task.CompletedTask;

        await app.ScheduleAsync("agent", EveryMinute with { Cron = "30 * * * *" }, revision: 2);

        Assert.Equal(["fired"], await app.OutcomesAsync());
        Assert.Equal(2, (await app.LoadAsync())!.Revision);
    }

    [Fact]
    public async Task A_message_that_loses_all_races_is_tried_later_as_in_an_outage()
    {
        await using var database = new TestDatabase();
        await using var app = await BehindAsync(database, patienceSeconds: "1");
        _rival = _ => TouchAsync(database);

        await Assert.ThrowsAnyAsync<TimeoutException>(() => app.ScheduleAsync("agent", EveryMinute, revision: 2, active: false));
        Assert.True(_writes > 5);
        _rival = null;
        await app.ScheduleAsync("agent", EveryMinute, revision: 2, active: false);
        Assert.False((await app.LoadAsync())!.Active);
    }

    [Fact]
    public async Task A_store_that_refuses_a_change_again_and_again_though_nobody_writes_is_not_asked_for_ever()
    {
        await using var database = new TestDatabase();
        await using var app = await BehindAsync(database, patienceSeconds: "60");
        _rival = _ => throw new RpcException(new Status(StatusCode.Aborted, "contention"));

        await Assert.ThrowsAnyAsync<TimeoutException>(() => app.ScheduleAsync("agent", EveryMinute, revision: 2, active: false));
    }

    [Fact]
    public async Task A_request_that_loses_all_races_gives_up_without_an_error()
    {
        await using var database = new TestDatabase();
        using var log = new MemoryLog();
        await using var app = await BehindAsync(database, patienceSeconds: "1", log: log);
        _rival = _ => TouchAsync(database);

        using var told = await app.Client().PostAsJsonAsync("/internal/schedules/changed", app.Change("agent", EveryMinute, 2, active: false), JsonDefaults.Strict, TestContext.Current.CancellationToken);
        Assert.Equal(202, (int)told.StatusCode);
        (await app.Client().AskAsync("POST", "/api/schedules/agent/pause", """{ "reason": "휴가" }""")).IsProblem(503, "unavailable");
        (await app.Client().AskAsync("POST", "/api/schedules/agent/backfill", """{ "from": "2026-11-22T05:01:00Z", "to": "2026-11-22T05:01:00Z" }""")).IsProblem(503, "unavailable");
        Assert.DoesNotContain("Error:", log.Text);
    }

    /// <summary>An active schedule that nobody has looked at for three hours; writes of it count from here on.</summary>
    private async Task<SchedulerApp> BehindAsync(TestDatabase database, string patienceSeconds, string overlap = Overlaps.AllowAll, MemoryLog? log = null)
    {
        var app = await SchedulerApp.StartAsync(_clock, database.Behind(CountAsync), Settings(patienceSeconds), log);
        await app.ScheduleAsync("agent", EveryMinute with { Overlap = overlap });
        _clock.Now = _clock.Now.AddMinutes(Due);
        _writes = 0;
        return app;
    }

    private async Task CountAsync(CommitRequest commit)
    {
        if (commit.Writes.Any(write => write.Update?.Name.EndsWith("/schedules/agent", StringComparison.Ordinal) == true))
        {
            _writes++;
            await (_rival?.Invoke(_writes) ?? Task.CompletedTask);
        }
    }

    private static async Task TouchAsync(TestDatabase database) =>
        await database.Db.Collection("schedules").Document("agent").UpdateAsync(new Dictionary<string, object?> { ["agentName"] = Guid.NewGuid().ToString() }, null, TestContext.Current.CancellationToken);

    private static Dictionary<string, string?> Settings(string patienceSeconds) => new()
    {
        ["Firing:ChangePatienceSeconds"] = patienceSeconds,
        ["Firing:MaxInstantsPerCommit"] = "10",
    };

    /// <summary>Only pauses between races end; the loop of the service, which waits for longer, never looks: the test alone does.</summary>
    private sealed class PausesOnlyClock : TimeProvider
    {
        private static readonly TimeSpan LongestPause = TimeSpan.FromMilliseconds(200);

        public DateTimeOffset Now { get; set; }

        public override DateTimeOffset GetUtcNow() => Now;

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
            base.CreateTimer(callback, state, dueTime < LongestPause ? dueTime : Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }
}
