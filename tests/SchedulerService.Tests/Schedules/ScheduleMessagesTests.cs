using AgentPlatform.Contracts.Executions;
using AgentPlatform.Contracts.Messages;
using AgentPlatform.Contracts.Schedules;
using SchedulerService.Firing.Rules;
using SchedulerService.Schedules.Storage;

namespace SchedulerService.Tests.Schedules;

public sealed class ScheduleMessagesTests
{
    private static readonly ScheduleInput EveryDayAtEight = new() { Cron = "0 8 * * *" };
    private static readonly DateTimeOffset Eight = new(2026, 11, 22, 23, 0, 0, TimeSpan.Zero);

    [Fact]
    public async Task A_late_change_is_dropped()
    {
        await using var app = await SchedulerApp.StartAsync();

        await app.ScheduleAsync("agent", EveryDayAtEight, revision: 5);
        await app.ScheduleAsync("agent", new() { Cron = "0 9 * * *" }, revision: 4);
        await app.ScheduleAsync("agent", new() { Cron = "0 9 * * *" }, revision: 5);

        Assert.Equal(("0 8 * * *", 5), ((await Load(app))!.Schedule!.Cron, (await Load(app))!.Revision));
    }

    [Fact]
    public async Task A_deleted_agent_stays_deleted_whatever_comes_late()
    {
        await using var app = await SchedulerApp.StartAsync();

        await app.Writer.DeleteAsync(new AgentDeleted("agent", "user", 2), TestContext.Current.CancellationToken);
        await app.ScheduleAsync("agent", EveryDayAtEight, revision: 3);

        Assert.True((await Load(app))!.Deleted);
        Assert.Null((await Load(app))!.DueAt);
    }

    [Fact]
    public async Task An_inactive_agent_has_no_next_run_and_an_active_one_does()
    {
        await using var app = await SchedulerApp.StartAsync();

        await app.ScheduleAsync("agent", EveryDayAtEight, active: false);
        Assert.Null((await Load(app))!.NextRunAt);

        await app.ScheduleAsync("agent", EveryDayAtEight, revision: 2);
        Assert.Equal(Eight, (await Load(app))!.NextRunAt);
    }

    [Fact]
    public async Task What_was_due_by_the_old_rule_is_decided_before_the_new_one_counts()
    {
        var clock = new SettableClock(SchedulerApp.Start);
        await using var app = await SchedulerApp.StartAsync(clock);
        await app.ScheduleAsync("agent", EveryDayAtEight);

        clock.Now = Eight.AddMinutes(5);
        await app.ScheduleAsync("agent", new() { Cron = "0 9 * * *" }, revision: 2);

        Assert.Equal(Eight, (await app.Runs.NextAsync()).Trigger.ScheduledFor);
        Assert.Equal(Eight.AddHours(1), (await Load(app))!.NextRunAt);
    }

    [Fact]
    public async Task An_instant_that_passes_while_the_change_waits_is_caught_up()
    {
        var clock = new SettableClock(Eight.AddMinutes(5));
        await using var app = await SchedulerApp.StartAsync(clock);

        await app.ScheduleAsync("agent", EveryDayAtEight, changedAt: Eight.AddMinutes(-1));
        await app.LookAsync();

        Assert.Equal(Eight, (await app.Runs.NextAsync()).Trigger.ScheduledFor);
    }

    [Fact]
    public async Task The_old_rule_decides_nothing_after_the_moment_of_the_change()
    {
        var clock = new SettableClock(SchedulerApp.Start);
        await using var app = await SchedulerApp.StartAsync(clock);
        await app.ScheduleAsync("agent", new() { Cron = "* * * * *" });
        var changedAt = SchedulerApp.Start.AddSeconds(10);

        // Nobody looks for 20 minutes, and the message waits as long.
        clock.Now = SchedulerApp.Start.AddMinutes(20);
        await app.Writer.ChangeAsync(app.Change("agent", null, 2) with { ChangedAt = changedAt, Schedule = new() { At = "2026-11-22T14:05:30", TimeZone = "Asia/Seoul", Text = new("k", "e") } }, TestContext.Current.CancellationToken);
        await app.LookAsync();

        Assert.Equal(SchedulerApp.Start.AddMinutes(5), (await app.Runs.NextAsync()).Trigger.ScheduledFor);
        Assert.Null((await Load(app))!.NextRunAt);
    }

    [Fact]
    public async Task What_the_new_rule_has_since_its_change_is_caught_up_though_looks_came_before_the_message()
    {
        var clock = new SettableClock(SchedulerApp.Start);
        await using var app = await SchedulerApp.StartAsync(clock);
        await app.ScheduleAsync("agent", EveryMinutes(5));
        clock.Now = SchedulerApp.Start.AddMinutes(6);
        await app.LookAsync();

        await app.ScheduleAsync("agent", EveryMinutes(1), revision: 2, changedAt: SchedulerApp.Start.AddSeconds(10));
        await app.LookAsync();
        await app.LookAsync();

        // 05:05 is of both rules.
        Assert.Equal(Minutes(1, 2, 3, 4, 5, 6), (await app.LedgerAsync("agent")).Reverse().Select(record => record.ScheduledFor));
        Assert.Equal(Enumerable.Repeat("fired", 6), await app.OutcomesAsync());
        Assert.Equal([1, 2, 3, 4, 5, 6], await StartedAsync(app, 6));
        Assert.Equal(Minutes(7)[0], (await Load(app))!.NextRunAt);
    }

    [Fact]
    public async Task Of_what_the_new_rule_has_since_its_change_the_catch_up_takes_the_last_unless_the_old_rule_fired_it()
    {
        var clock = new SettableClock(SchedulerApp.Start);
        await using var app = await SchedulerApp.StartAsync(clock);
        await app.ScheduleAsync("agent", EveryMinutes(5));
        clock.Now = SchedulerApp.Start.AddMinutes(5);
        await app.LookAsync();

        await app.ScheduleAsync("agent", EveryMinutes(1) with { CatchUp = CatchUps.Last }, revision: 2, changedAt: SchedulerApp.Start.AddSeconds(10));
        await app.LookAsync();

        var outcomes = await app.OutcomesAsync();
        Assert.Equal([.. Enumerable.Repeat("missed: a later instant was due", 4), "fired"], outcomes);
        Assert.Equal([5], await StartedAsync(app, 1));
    }

    [Fact]
    public async Task An_instant_that_waits_when_a_late_change_comes_fires_once_by_either_rule()
    {
        var clock = new SettableClock(SchedulerApp.Start);
        await using var app = await SchedulerApp.StartAsync(clock);
        await app.ScheduleAsync("agent", EveryMinutes(1) with { Overlap = Overlaps.BufferAll });
        clock.Now = SchedulerApp.Start.AddMinutes(3);
        await app.LookAsync();
        var first = await app.Runs.NextAsync();
        app.Runs.Statuses[first.ExecutionId] = ExecutionStatus.Running;
        Assert.Equal(Minutes(2, 3), (await Load(app))!.Waiting);

        await app.ScheduleAsync("agent", new() { Cron = "0-59 * * * *", CatchUp = CatchUps.All, Overlap = Overlaps.BufferAll }, revision: 2, changedAt: SchedulerApp.Start.AddSeconds(10));
        await app.LookAsync();
        Assert.Equal(Minutes(2, 3), (await Load(app))!.Waiting);

        await app.EndAsync(first);
        await app.LookAsync();
        await app.EndAsync(await app.Runs.NextAsync());
        await app.LookAsync();
        await app.Runs.NextAsync();

        Assert.Equal(Minutes(1, 2, 3), app.Runs.All.Select(order => order.Trigger.ScheduledFor!.Value));
        Assert.Equal(["fired", "fired", "fired"], await app.OutcomesAsync());
    }

    [Fact]
    public async Task An_agent_that_was_switched_off_and_on_again_misses_nothing_when_both_messages_are_late()
    {
        var clock = new SettableClock(SchedulerApp.Start);
        await using var app = await SchedulerApp.StartAsync(clock);
        await app.ScheduleAsync("agent", EveryMinutes(1));
        clock.Now = SchedulerApp.Start.AddMinutes(2);
        await app.LookAsync();
        clock.Now = SchedulerApp.Start.AddMinutes(4);

        await app.ScheduleAsync("agent", EveryMinutes(1), revision: 2, active: false, changedAt: SchedulerApp.Start.AddSeconds(10));
        await app.ScheduleAsync("agent", EveryMinutes(1), revision: 3, changedAt: SchedulerApp.Start.AddSeconds(20));
        await app.LookAsync();

        Assert.Equal(Enumerable.Repeat("fired", 4), await app.OutcomesAsync());
        Assert.Equal([1, 2, 3, 4], await StartedAsync(app, 4));
    }

    [Fact]
    public async Task What_passed_during_a_pause_does_not_fire_by_a_rule_whose_message_comes_after_the_resume()
    {
        var clock = new SettableClock(SchedulerApp.Start);
        await using var app = await SchedulerApp.StartAsync(clock);
        await app.ScheduleAsync("agent", EveryMinutes(2));
        await app.Writer.PauseAsync("user", "agent", paused: true, null, TestContext.Current.CancellationToken);
        clock.Now = SchedulerApp.Start.AddMinutes(3);
        await app.Writer.PauseAsync("user", "agent", paused: false, null, TestContext.Current.CancellationToken);
        clock.Now = SchedulerApp.Start.AddMinutes(5);

        await app.ScheduleAsync("agent", EveryMinutes(1), revision: 2, changedAt: SchedulerApp.Start.AddSeconds(10));
        await app.LookAsync();

        var outcomes = await app.OutcomesAsync();
        Assert.Equal([.. Enumerable.Repeat($"paused: {FiringRules.IsPaused}", 3), "fired", "fired"], outcomes);
        Assert.Equal([4, 5], await StartedAsync(app, 2));
    }

    [Fact]
    public async Task A_backlog_of_a_rule_whose_message_was_late_is_put_aside_without_what_was_decided_before()
    {
        var clock = new SettableClock(SchedulerApp.Start);
        await using var app = await SchedulerApp.StartAsync(clock, settings: new Dictionary<string, string?> { ["Firing:MaxInstantsPerCommit"] = "2", ["Firing:SettleCommits"] = "1" });
        await app.ScheduleAsync("agent", EveryMinutes(5));
        clock.Now = SchedulerApp.Start.AddMinutes(11);
        await app.LookAsync();
        await app.ScheduleAsync("agent", EveryMinutes(1), revision: 2, changedAt: SchedulerApp.Start.AddSeconds(10));

        await app.ScheduleAsync("agent", EveryMinutes(5), revision: 3, changedAt: SchedulerApp.Start.AddMinutes(11));
        Assert.NotEmpty((await Load(app))!.Unsettled);
        await app.LookAsync();

        var outcomes = await app.OutcomesAsync();
        Assert.Equal(["fired", "fired", .. Missed(2), "fired", .. Missed(4), "fired", .. Missed(1)], outcomes);
        Assert.Empty((await Load(app))!.Unsettled);

        static IEnumerable<string> Missed(int count) => Enumerable.Repeat($"missed: {ScheduleChanges.ClockChanged}", count);
    }

    [Fact]
    public async Task Changes_arrive_over_the_bus()
    {
        var clock = new SettableClock(Eight.AddMinutes(-1));
        await using var app = await SchedulerApp.StartAsync(clock);
        var change = app.Change("agent", EveryDayAtEight, 1);
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(30));

        await app.Bus.Publish(change, TestContext.Current.CancellationToken);
        var arrived = new TaskCompletionSource();
        await using var listener = app.Db.Document("schedules/agent").Listen(
            (snapshot, _) =>
            {
                if (snapshot.Exists)
                {
                    arrived.TrySetResult();
                }

                return Task.CompletedTask;
            },
            patience.Token);
        await arrived.Task.WaitAsync(patience.Token);

        Assert.Equal(Eight, (await Load(app))!.NextRunAt);
    }

    private static ScheduleInput EveryMinutes(int minutes) => new() { Cron = $"*/{minutes} * * * *", CatchUp = CatchUps.All, Overlap = Overlaps.AllowAll };

    private static DateTimeOffset[] Minutes(params int[] minutes) => [.. minutes.Select(minute => SchedulerApp.Start.AddSeconds(-30).AddMinutes(minute))];

    /// <summary>The minutes of what was started.</summary>
    private static async Task<List<int>> StartedAsync(SchedulerApp app, int count)
    {
        var started = new List<int>();
        for (var run = 0; run < count; run++)
        {
            started.Add((int)((await app.Runs.NextAsync()).Trigger.ScheduledFor!.Value - Minutes(0)[0]).TotalMinutes);
        }

        Assert.Equal(count, app.Runs.All.Count);
        return [.. started.Order()];
    }

    private static Task<StoredSchedule?> Load(SchedulerApp app) => app.Store.LoadAsync("agent", TestContext.Current.CancellationToken);
}
