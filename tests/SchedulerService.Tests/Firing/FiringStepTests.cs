using AgentPlatform.Contracts.Executions;
using AgentPlatform.Contracts.Messages;
using AgentPlatform.Contracts.Schedules;
using AgentPlatform.Testing.Telemetry;
using Microsoft.Extensions.Time.Testing;
using SchedulerService.Firing;
using SchedulerService.Ledger;

namespace SchedulerService.Tests.Firing;

public sealed class FiringStepTests
{
    private static readonly ScheduleInput EveryDayAtEight = new() { Cron = "0 8 * * *" };

    // 08:00 in Seoul.
    private static readonly DateTimeOffset Eight = new(2026, 11, 22, 23, 0, 0, TimeSpan.Zero);

    [Fact]
    public async Task A_due_schedule_starts_one_run_and_moves_on()
    {
        var clock = new SettableClock(SchedulerApp.Start);
        await using var app = await SchedulerApp.StartAsync(clock);
        await app.ScheduleAsync("agent", EveryDayAtEight);

        clock.Now = Eight.AddSeconds(1);
        await app.LookAsync();
        await app.LookAsync();

        var order = await app.Runs.NextAsync();
        Assert.Equal(new StartExecution(FiringIds.Execution("agent", 1, Eight), "user", "agent", new ExecutionTrigger(TriggerKind.Schedule, Eight), null), order);
        var fired = Assert.Single(await app.LedgerAsync("agent"));
        Assert.Equal((Eight, Outcomes.Fired, order.ExecutionId, clock.Now), (fired.ScheduledFor, fired.Outcome, fired.ExecutionId, fired.FiredAt));
        Assert.Equal(Eight.AddDays(1), (await app.Store.LoadAsync("agent", TestContext.Current.CancellationToken))!.NextRunAt);
    }

    [Fact]
    public async Task What_is_decided_is_counted_and_a_fire_has_its_lag()
    {
        using var telemetry = new RecordedTelemetry();
        var clock = new SettableClock(SchedulerApp.Start);
        await using var app = await SchedulerApp.StartAsync(clock);
        await app.ScheduleAsync("agent", EveryDayAtEight);

        clock.Now = Eight.AddSeconds(1.625);
        await app.LookAsync();

        Assert.Contains(telemetry.Measurements, measured => measured is { Name: "agentplatform.schedule.fire.lag", Value: 1.625 });
        Assert.Contains(telemetry.Measurements, measured => measured is { Name: "agentplatform.schedule.occurrences", Value: 1 } && measured.Tags["outcome"] == Outcomes.Fired);
    }

    [Fact]
    public async Task What_goes_well_is_not_in_the_log()
    {
        using var log = new MemoryLog();
        var clock = new SettableClock(SchedulerApp.Start);
        await using var app = await SchedulerApp.StartAsync(clock, log: log);
        await app.ScheduleAsync("agent", EveryDayAtEight);

        clock.Now = Eight;
        await app.LookAsync();
        await app.EndAsync(await app.Runs.NextAsync());

        Assert.Equal("", log.Text);
    }

    [Fact]
    public async Task Eight_schedulers_that_race_give_one_record_and_one_run_an_instant()
    {
        var clock = new SettableClock(SchedulerApp.Start);
        await using var app = await SchedulerApp.StartAsync(clock);
        string[] agents = ["a", "b", "c", "d", "e"];

        foreach (var agent in agents)
        {
            await app.ScheduleAsync(agent, new() { Cron = "*/10 * * * *" });
        }

        for (var round = 1; round <= 3; round++)
        {
            clock.Now = SchedulerApp.Start.AddMinutes(10 * round);
            await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(app.LookAsync)));

            foreach (var _ in agents)
            {
                var order = await app.Runs.NextAsync();
                app.Runs.Statuses[order.ExecutionId] = ExecutionStatus.Success;
            }
        }

        Assert.Equal(15, app.Runs.All.DistinctBy(order => order.ExecutionId).Count());

        foreach (var agent in agents)
        {
            var ledger = await app.LedgerAsync(agent);
            Assert.Equal(3, ledger.Count);
            Assert.All(ledger, occurrence => Assert.Equal(Outcomes.Fired, occurrence.Outcome));
        }
    }

    [Fact]
    public async Task A_look_ends_after_so_many_schedules_and_asks_for_its_shards_before_each_batch()
    {
        var clock = new SettableClock(SchedulerApp.Start);
        await using var app = await SchedulerApp.StartAsync(clock, settings: new Dictionary<string, string?> { ["Firing:BatchSize"] = "2", ["Firing:MaxSchedulesPerLook"] = "4" });
        for (var agent = 0; agent < 9; agent++)
        {
            await app.ScheduleAsync($"agent{agent}", EveryDayAtEight);
        }

        clock.Now = Eight;
        var asked = 0;

        Assert.True(await LookAsync(null));
        Assert.Equal((2, 5), (asked, await DueAsync()));

        // Others have taken over everything meanwhile.
        Assert.False(await LookAsync([]));
        Assert.Equal((3, 5), (asked, await DueAsync()));

        Assert.True(await LookAsync(null));
        Assert.False(await LookAsync(null));
        Assert.Equal(0, await DueAsync());

        Task<bool> LookAsync(IReadOnlyList<int>? shards) => app.Step.RunSharedAsync(
            clock.Now,
            _ =>
            {
                asked++;
                return Task.FromResult(shards);
            },
            TestContext.Current.CancellationToken);

        async Task<int> DueAsync() => (await app.Store.ListDueAsync(clock.Now, null, 100, TestContext.Current.CancellationToken)).Count;
    }

    [Fact]
    public async Task Who_works_for_long_renews_its_membership_meanwhile()
    {
        await using var database = new TestDatabase();
        await using (var before = await SchedulerApp.StartAsync(database: database))
        {
            for (var agent = 0; agent < 5; agent++)
            {
                await before.ScheduleAsync($"agent{agent}", EveryDayAtEight);
            }
        }

        // Its loop looks at once, one schedule a batch, and the clock goes on whenever it is read.
        var clock = new RunningClock(Eight);
        await using var app = await SchedulerApp.StartAsync(clock, database, new Dictionary<string, string?> { ["Firing:BatchSize"] = "1", ["Firing:Shared"] = "true" });
        for (var run = 0; run < 5; run++)
        {
            await app.Runs.NextAsync();
        }

        var fired = (await app.LedgerAsync("agent4"))[0].FiredAt;
        var member = Assert.Single((await database.Db.Collection("schedulers").GetSnapshotAsync(TestContext.Current.CancellationToken)).Documents);
        Assert.True(member.GetValue<DateTimeOffset>("renewedAt") > fired, $"renewed at {member.GetValue<DateTimeOffset>("renewedAt"):u} in the look of {fired:u}");
        Assert.All(await Task.WhenAll(Enumerable.Range(0, 5).Select(agent => app.LedgerAsync($"agent{agent}"))), ledger => Assert.Equal(fired, ledger[0].FiredAt));
    }

    [Fact]
    public async Task After_downtime_the_instants_between_are_missed_and_the_last_fires()
    {
        await using var database = new TestDatabase();

        await using (var before = await SchedulerApp.StartAsync(database: database))
        {
            await before.ScheduleAsync("agent", EveryDayAtEight);
        }

        var clock = new SettableClock(Eight.AddDays(3).AddHours(1));
        await using var after = await SchedulerApp.StartAsync(clock, database);
        var order = await after.Runs.NextAsync();

        Assert.Equal(Eight.AddDays(3), order.Trigger.ScheduledFor);
        Assert.Equal([Outcomes.Fired, Outcomes.Missed, Outcomes.Missed, Outcomes.Missed], (await after.LedgerAsync("agent")).Select(occurrence => occurrence.Outcome));
    }

    [Fact]
    public async Task A_scheduler_that_dies_before_its_commit_leaves_the_instant_to_another()
    {
        await using var database = new TestDatabase();
        var clock = new SettableClock(SchedulerApp.Start);
        await using var app = await SchedulerApp.StartAsync(clock, database);
        await app.ScheduleAsync("agent", EveryDayAtEight);
        clock.Now = Eight;

        using (var killed = new CancellationTokenSource())
        {
            await killed.CancelAsync();
            await Assert.ThrowsAnyAsync<Exception>(() => app.Step.RunOnceAsync(clock.Now, null, killed.Token));
        }

        await using var other = await SchedulerApp.StartAsync(clock, database);
        Assert.Equal(Eight, (await other.Runs.NextAsync()).Trigger.ScheduledFor);
        Assert.Single(await other.LedgerAsync("agent"));
    }

    [Fact]
    public async Task An_instant_is_skipped_while_the_run_before_it_goes_on_and_fires_again_after()
    {
        var clock = new SettableClock(SchedulerApp.Start);
        await using var app = await SchedulerApp.StartAsync(clock);
        await app.ScheduleAsync("agent", EveryDayAtEight);

        clock.Now = Eight;
        await app.LookAsync();
        var first = await app.Runs.NextAsync();
        app.Runs.Statuses[first.ExecutionId] = ExecutionStatus.Running;
        clock.Now = Eight.AddDays(1);
        await app.LookAsync();

        Assert.Equal(("skipped", "previous run still running"), ((await app.LedgerAsync("agent"))[0].Outcome, (await app.LedgerAsync("agent"))[0].Reason));

        // The message that it ended was lost: ExecutionService knows.
        app.Runs.Statuses[first.ExecutionId] = ExecutionStatus.Failed;
        clock.Now = Eight.AddDays(2);
        await app.LookAsync();
        Assert.Equal(Eight.AddDays(2), (await app.Runs.NextAsync()).Trigger.ScheduledFor);
    }

    [Fact]
    public async Task A_run_that_nobody_knows_does_not_block_for_ever()
    {
        var clock = new SettableClock(SchedulerApp.Start);
        await using var app = await SchedulerApp.StartAsync(clock);
        await app.ScheduleAsync("agent", new() { Cron = "* * * * *" });

        for (var minute = 1; minute <= 7; minute++)
        {
            clock.Now = SchedulerApp.Start.AddMinutes(minute);
            await app.LookAsync();
        }

        Assert.Equal(["fired", "skipped", "skipped", "skipped", "skipped", "fired", "skipped"], (await app.LedgerAsync("agent")).Reverse().Select(occurrence => occurrence.Outcome));
    }

    [Fact]
    public async Task The_end_of_a_run_frees_the_schedule_and_sets_its_status()
    {
        var clock = new SettableClock(SchedulerApp.Start);
        await using var app = await SchedulerApp.StartAsync(clock);
        await app.ScheduleAsync("agent", EveryDayAtEight);
        clock.Now = Eight;
        await app.LookAsync();
        var order = await app.Runs.NextAsync();

        await app.Writer.EndAsync(
            new ExecutionEnded(order.ExecutionId, "user", "agent", 1, order.Trigger, ExecutionStatus.Success, Eight, Eight.AddMinutes(1), "done", null, "model", new(1, 1, 0, 0), new("0")),
            TestContext.Current.CancellationToken);

        var stored = await app.Store.LoadAsync("agent", TestContext.Current.CancellationToken);
        Assert.Empty(stored!.Runs);
        Assert.Equal((ExecutionStatus.Success, Eight), (stored.LastStatus, stored.LastRunAt));
    }

    [Fact]
    public async Task Instants_that_are_already_recorded_are_never_run_again()
    {
        var clock = new SettableClock(SchedulerApp.Start);
        await using var app = await SchedulerApp.StartAsync(clock);
        await app.ScheduleAsync("agent", EveryDayAtEight);
        clock.Now = Eight;
        await app.LookAsync();
        await app.Runs.NextAsync();

        await app.Db.Document("schedules/agent").UpdateAsync(new Dictionary<string, object?> { ["dueAt"] = Eight, ["nextRunAt"] = Eight }, cancellationToken: TestContext.Current.CancellationToken);
        clock.Now = Eight.AddMinutes(10);
        await app.LookAsync();

        Assert.Single(await app.LedgerAsync("agent"));
        Assert.Single(app.Runs.All);
        Assert.Equal(Eight.AddDays(1), (await app.Store.LoadAsync("agent", TestContext.Current.CancellationToken))!.NextRunAt);
    }

    [Fact]
    public async Task The_loop_looks_by_itself_as_time_goes_by()
    {
        var clock = new FakeTimeProvider(SchedulerApp.Start);
        await using var app = await SchedulerApp.StartAsync(clock);
        await app.ScheduleAsync("agent", new() { Cron = "* * * * *" });

        clock.Advance(TimeSpan.FromMinutes(5));

        Assert.Equal(SchedulerApp.Start.AddSeconds(270), (await app.Runs.NextAsync()).Trigger.ScheduledFor);
    }

    /// <summary>Every reading is ten seconds after the one before; its timers are real.</summary>
    private sealed class RunningClock(DateTimeOffset start) : TimeProvider
    {
        private long _readings;

        public override DateTimeOffset GetUtcNow() => start.AddSeconds(10 * Interlocked.Increment(ref _readings));
    }
}
