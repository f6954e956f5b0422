using AgentPlatform.Contracts.Messages;
using AgentPlatform.Contracts.Schedules;
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

    private static Task<StoredSchedule?> Load(SchedulerApp app) => app.Store.LoadAsync("agent", TestContext.Current.CancellationToken);
}
