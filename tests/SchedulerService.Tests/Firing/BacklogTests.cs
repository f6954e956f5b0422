using System.Net;
using System.Net.Http.Json;
using AgentPlatform.Contracts.Schedules;
using AgentPlatform.ServiceDefaults.Documents;
using AgentPlatform.ServiceDefaults.Json;
using SchedulerService.Firing.Backlogs;
using SchedulerService.Firing.Rules;
using SchedulerService.Schedules.Storage;

namespace SchedulerService.Tests.Firing;

/// <summary>Schedules that change while far more is due than a request may wait for: three hours of every minute.</summary>
public sealed class BacklogTests
{
    private const int Due = 180;
    private const int SettledAtOnce = 20;

    private static readonly ScheduleInput EveryMinute = new() { Cron = "* * * * *", TimeZone = "UTC", CatchUp = CatchUps.All, Overlap = Overlaps.AllowAll };
    private static readonly Dictionary<string, string?> Settings = new() { ["Firing:MaxInstantsPerCommit"] = "10", ["Firing:SettleCommits"] = "2", ["Firing:MaxFiresPerUserPerMinute"] = "1000" };

    private readonly LooklessClock _clock = new() { Now = SchedulerApp.Start.AddMilliseconds(500) };

    [Fact]
    public async Task A_pause_waits_for_no_backlog_and_nothing_of_it_fires()
    {
        await using var database = new TestDatabase();
        await using (var app = await BehindAsync(database))
        {
            await PostAsync(app, "pause", new { reason = "휴가" });
            Assert.Empty(await LedgerAsync(database));
            Assert.Empty(app.Runs.All);
        }

        await using var other = await SchedulerApp.StartAsync(_clock, database, Settings);
        await other.LookAsync();
        Assert.Equal(Enumerable.Repeat("paused: 휴가", Due), await LedgerAsync(database));
        Assert.Empty(other.Runs.All);
    }

    [Fact]
    public async Task What_passed_during_a_pause_never_fires_though_the_resume_does_not_wait_for_its_records()
    {
        await using var database = new TestDatabase();
        await using (var app = await SchedulerApp.StartAsync(_clock, database, Settings))
        {
            await app.ScheduleAsync("agent", EveryMinute);
            await PostAsync(app, "pause", new { reason = "휴가" });
            _clock.Now = _clock.Now.AddMinutes(Due);
            await PostAsync(app, "resume", null);
            Assert.Equal(SettledAtOnce, (await LedgerAsync(database)).Count);
            Assert.Equal(_clock.Now.AddMilliseconds(29_500), (await app.LoadAsync())!.NextRunAt);
            Assert.Equal(HttpStatusCode.Conflict, (await SendAsync(app, "backfill", new { from = SchedulerApp.Start, to = SchedulerApp.Start })).StatusCode);
        }

        await using var other = await SchedulerApp.StartAsync(_clock, database, Settings);
        await other.LookAsync();
        Assert.Equal(Enumerable.Repeat("paused: 휴가", Due), await LedgerAsync(database));
        Assert.Empty(other.Runs.All);
        Assert.Equal(HttpStatusCode.Accepted, (await SendAsync(other, "backfill", new { from = SchedulerApp.Start, to = SchedulerApp.Start })).StatusCode);

        _clock.Now = _clock.Now.AddMinutes(1);
        await other.LookAsync();
        Assert.Equal("fired", (await LedgerAsync(database))[^1]);
        Assert.Equal(SchedulerApp.Start.AddMinutes(Due).AddSeconds(30), (await other.Runs.NextAsync()).Trigger.ScheduledFor);
    }

    [Theory]
    [InlineData(true, ScheduleChanges.Deleted)]
    [InlineData(false, ScheduleChanges.SwitchedOff)]
    public async Task An_agent_that_is_switched_off_or_deleted_fires_nothing_more_and_its_backlog_is_recorded_later(bool isDeleted, string reason)
    {
        await using var database = new TestDatabase();
        await using (var app = await BehindAsync(database))
        {
            await (isDeleted ? app.Writer.DeleteAsync(new("agent", "user", 2), TestContext.Current.CancellationToken) : app.ScheduleAsync("agent", EveryMinute, revision: 2, active: false));
            Assert.Equal(SettledAtOnce, (await LedgerAsync(database)).Count);
        }

        await using var other = await SchedulerApp.StartAsync(_clock, database, Settings);
        await other.LookAsync();
        Assert.Equal(Enumerable.Repeat($"skipped: {reason}", Due), await LedgerAsync(database));
        Assert.Empty(other.Runs.All);
        Assert.Equal((null, 0), ((await other.LoadAsync())!.DueAt, (await other.LoadAsync())!.Unsettled.Count));
    }

    [Fact]
    public async Task What_is_due_on_time_fires_while_a_backlog_is_still_recorded_though_nothing_is_caught_up()
    {
        await using var database = new TestDatabase();
        await using var app = await SchedulerApp.StartAsync(_clock, database, Settings);
        await app.ScheduleAsync("agent", EveryMinute with { CatchUp = CatchUps.None });
        await PostAsync(app, "pause", new { reason = "휴가" });
        _clock.Now = _clock.Now.AddMinutes(Due);
        await PostAsync(app, "resume", null);

        _clock.Now = _clock.Now.AddSeconds(30);
        await app.Step.RunBatchAsync(_clock.Now, null, TestContext.Current.CancellationToken);

        Assert.NotEmpty((await app.LoadAsync())!.Unsettled);
        Assert.Equal("fired", (await LedgerAsync(database))[^1]);
    }

    [Fact]
    public async Task A_new_clock_counts_at_once_and_what_is_left_of_the_old_one_is_missed()
    {
        await using var database = new TestDatabase();
        await using var app = await BehindAsync(database, EveryMinute with { CatchUp = CatchUps.Last });

        await app.ScheduleAsync("agent", new() { Cron = "30 * * * *", TimeZone = "UTC" }, revision: 2);
        Assert.Equal(SettledAtOnce, (await LedgerAsync(database)).Count);
        await app.LookAsync();

        Assert.Equal(
            [.. Enumerable.Repeat("missed: a later instant was due", SettledAtOnce), .. Enumerable.Repeat($"missed: {ScheduleChanges.ClockChanged}", Due - SettledAtOnce)],
            await LedgerAsync(database));
        Assert.Equal(SchedulerApp.Start.AddMinutes(Due).AddSeconds(29 * 60 + 30), (await app.LoadAsync())!.NextRunAt);
        Assert.Empty(app.Runs.All);
    }

    [Fact]
    public async Task However_often_it_changes_meanwhile_every_instant_has_one_record_and_its_document_stays_small()
    {
        await using var database = new TestDatabase();
        await using var app = await BehindAsync(database);

        for (var change = 2; change <= 14; change++)
        {
            // The same instants, spelled differently.
            await app.ScheduleAsync("agent", EveryMinute with { Cron = change % 2 == 0 ? "0-59 * * * *" : "* * * * *", CatchUp = CatchUps.None }, revision: change);
            Assert.InRange((await app.LoadAsync())!.Unsettled.Count, 1, Unsettled.Max);
            _clock.Now = _clock.Now.AddMinutes(40);
        }

        for (var look = 0; look < 5; look++)
        {
            await app.LookAsync();
        }

        Assert.Empty((await app.LoadAsync())!.Unsettled);
        Assert.Equal(Due + (13 * 40), (await LedgerAsync(database)).Count);
    }

    /// <summary>An active schedule that nobody has looked at for three hours.</summary>
    private async Task<SchedulerApp> BehindAsync(TestDatabase database, ScheduleInput? schedule = null)
    {
        var app = await SchedulerApp.StartAsync(_clock, database, Settings);
        await app.ScheduleAsync("agent", schedule ?? EveryMinute);
        _clock.Now = _clock.Now.AddMinutes(Due);
        return app;
    }

    private static async Task PostAsync(SchedulerApp app, string action, object? body)
    {
        using var response = await SendAsync(app, action, body);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
    }

    private static Task<HttpResponseMessage> SendAsync(SchedulerApp app, string action, object? body) =>
        app.Client().PostAsJsonAsync($"/api/schedules/agent/{action}", body, JsonDefaults.Strict, TestContext.Current.CancellationToken);

    private static async Task<IReadOnlyList<string>> LedgerAsync(TestDatabase database)
    {
        var records = await database.Db.Collection("schedules/agent/occurrences").GetSnapshotAsync(TestContext.Current.CancellationToken);
        return [.. records.Documents.OrderBy(record => record.GetInstant("scheduledFor")).Select(record => string.Join(": ", new[] { record.GetText("outcome"), record.GetText("reason") }.OfType<string>()))];
    }

    /// <summary>Its timers never end, so that the loop of the service, which waits for the next whole second, never looks: the test alone does.</summary>
    private sealed class LooklessClock : TimeProvider
    {
        public DateTimeOffset Now { get; set; }

        public override DateTimeOffset GetUtcNow() => Now;

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) => base.CreateTimer(callback, state, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }
}
