using AgentPlatform.Contracts.Executions;
using SchedulerService.Firing.Rules;
using SchedulerService.Schedules.Storage;

namespace SchedulerService.Tests.Firing;

/// <summary>Runs that meet, through store, bus and ExecutionService.</summary>
public sealed class OverlapTests
{
    // The minute after SchedulerApp.Start.
    private static readonly DateTimeOffset First = new(2026, 11, 22, 5, 1, 0, TimeSpan.Zero);

    private readonly SettableClock _clock = new(SchedulerApp.Start);

    [Fact]
    public async Task What_waits_is_kept_by_the_schedule_and_fires_when_the_run_before_it_has_ended()
    {
        await using var app = await StartAsync(Overlaps.BufferAll);
        var order = await FirstAsync(app);
        for (var minute = 1; minute <= 3; minute++)
        {
            await LookAsync(app, First.AddMinutes(minute));
        }

        Assert.Equal(["fired"], await app.OutcomesAsync());
        Assert.Equal([First.AddMinutes(1), First.AddMinutes(2), First.AddMinutes(3)], (await app.LoadAsync())!.Waiting);

        for (var minute = 1; minute <= 3; minute++)
        {
            await app.EndAsync(order);
            await app.LookAsync();
            order = await app.Runs.NextAsync();
            Assert.Equal(First.AddMinutes(minute), order.Trigger.ScheduledFor);
            app.Runs.Statuses[order.ExecutionId] = ExecutionStatus.Running;
            await app.LookAsync();
        }

        Assert.Equal(["fired", "fired", "fired", "fired"], await app.OutcomesAsync());
        Assert.Equal(4, app.Runs.All.Count);
    }

    [Fact]
    public async Task The_end_that_nobody_told_is_found_out_for_what_waits()
    {
        await using var app = await StartAsync(Overlaps.BufferOne);
        var order = await FirstAsync(app);
        await LookAsync(app, First.AddMinutes(1));
        app.Runs.Statuses[order.ExecutionId] = ExecutionStatus.Success;

        await LookAsync(app, First.AddMinutes(1).AddSeconds(14));
        Assert.Single((await app.LoadAsync())!.Waiting);
        await LookAsync(app, First.AddMinutes(1).AddSeconds(15));

        Assert.Equal(First.AddMinutes(1), (await app.Runs.NextAsync()).Trigger.ScheduledFor);
    }

    [Fact]
    public async Task A_run_that_is_to_give_way_is_asked_to_end_until_it_has_and_the_next_fires_then()
    {
        await using var app = await StartAsync(Overlaps.CancelOther);
        var order = await FirstAsync(app);

        await LookAsync(app, First.AddMinutes(1));
        Assert.Equal((order.ExecutionId, "user"), await CancelAsync());
        await LookAsync(app, First.AddMinutes(1).AddSeconds(15));
        Assert.Equal((order.ExecutionId, "user"), await CancelAsync());
        Assert.Equal(["fired"], await app.OutcomesAsync());

        await app.EndAsync(order, ExecutionStatus.Cancelled);
        await app.LookAsync();
        Assert.Equal(First.AddMinutes(1), (await app.Runs.NextAsync()).Trigger.ScheduledFor);
        Assert.Equal(["fired", "fired"], await app.OutcomesAsync());

        async Task<(string, string)> CancelAsync()
        {
            var cancel = await app.Runs.NextCancelAsync();
            return (cancel.ExecutionId, cancel.UserId);
        }
    }

    [Fact]
    public async Task A_run_is_ended_and_the_next_does_not_wait_for_that()
    {
        await using var app = await StartAsync(Overlaps.TerminateOther);
        var order = await FirstAsync(app);

        await LookAsync(app, First.AddMinutes(1));

        Assert.Equal(order.ExecutionId, (await app.Runs.NextCancelAsync()).ExecutionId);
        Assert.Equal(First.AddMinutes(1), (await app.Runs.NextAsync()).Trigger.ScheduledFor);
        Assert.Equal(2, (await app.LoadAsync())!.Runs.Count);
        await app.EndAsync(order, ExecutionStatus.Cancelled);
        Assert.Single((await app.LoadAsync())!.Runs);
    }

    [Fact]
    public async Task Runs_that_may_overlap_are_all_known()
    {
        await using var app = await StartAsync(Overlaps.AllowAll);

        for (var minute = 0; minute < 3; minute++)
        {
            await LookAsync(app, First.AddMinutes(minute));
        }

        Assert.Equal(["fired", "fired", "fired"], await app.OutcomesAsync());
        Assert.Equal(3, (await app.LoadAsync())!.Runs.Count);
    }

    [Fact]
    public async Task What_waits_when_the_agent_is_switched_off_is_recorded_and_does_not_fire()
    {
        await using var app = await StartAsync(Overlaps.BufferAll);
        var order = await FirstAsync(app);
        await LookAsync(app, First.AddMinutes(1));

        await app.ScheduleAsync("agent", new() { Cron = "* * * * *", Overlap = Overlaps.BufferAll }, revision: 2, active: false);
        await app.EndAsync(order);
        await LookAsync(app, First.AddMinutes(5));

        Assert.Equal(["fired", $"skipped: {ScheduleChanges.SwitchedOff}"], await app.OutcomesAsync());
        Assert.Null((await app.LoadAsync())!.DueAt);
    }

    [Fact]
    public async Task What_is_due_or_waits_when_the_agent_is_deleted_is_recorded()
    {
        await using var app = await StartAsync(Overlaps.BufferAll);
        await FirstAsync(app);
        await LookAsync(app, First.AddMinutes(1));
        _clock.Now = First.AddMinutes(2);

        await app.Writer.DeleteAsync(new("agent", "user", 9), TestContext.Current.CancellationToken);

        Assert.Equal(["fired", $"skipped: {ScheduleChanges.Deleted}", $"skipped: {ScheduleChanges.Deleted}"], await app.OutcomesAsync());
    }

    [Fact]
    public async Task What_waits_when_the_schedule_is_paused_is_recorded_as_paused()
    {
        await using var app = await StartAsync(Overlaps.BufferAll);
        await FirstAsync(app);
        await LookAsync(app, First.AddMinutes(1));

        await app.Writer.PauseAsync("user", "agent", paused: true, "휴가", TestContext.Current.CancellationToken);
        await app.LookAsync();

        Assert.Equal(["fired", "paused: 휴가"], await app.OutcomesAsync());
    }

    [Fact]
    public async Task An_instant_whose_jitter_is_not_over_is_decided_before_its_clock_changes()
    {
        await using var app = await SchedulerApp.StartAsync(_clock);
        await app.ScheduleAsync("agent", new() { Cron = "1 * * * *", JitterSeconds = 3000 });
        Assert.True((await app.LoadAsync())!.DueAt > First.AddSeconds(30));

        _clock.Now = First.AddSeconds(30);
        await app.ScheduleAsync("agent", new() { Cron = "30 * * * *" }, revision: 2);

        Assert.Equal(First, (await app.Runs.NextAsync()).Trigger.ScheduledFor);
        Assert.Equal(First.AddMinutes(29), (await app.LoadAsync())!.NextRunAt);
    }

    [Fact]
    public async Task While_nobody_can_say_whether_a_run_goes_on_its_schedule_waits_and_others_do_not()
    {
        await using var app = await StartAsync(Overlaps.Skip);
        var order = await FirstAsync(app);
        await app.ScheduleAsync("free", new() { Cron = "* * * * *" });

        app.Runs.IsAway = true;
        await LookAsync(app, First.AddMinutes(1));
        Assert.Equal("free", (await app.Runs.NextAsync()).AgentId);
        Assert.Equal(["fired"], await app.OutcomesAsync());

        app.Runs.IsAway = false;
        app.Runs.Statuses[order.ExecutionId] = ExecutionStatus.Success;
        await LookAsync(app, First.AddMinutes(1).AddSeconds(30));
        Assert.Equal(First.AddMinutes(1), (await app.Runs.NextAsync()).Trigger.ScheduledFor);
    }

    private async Task<SchedulerApp> StartAsync(string overlap)
    {
        var app = await SchedulerApp.StartAsync(_clock);
        await app.ScheduleAsync("agent", new() { Cron = "* * * * *", Overlap = overlap });
        return app;
    }

    private async Task<AgentPlatform.Contracts.Messages.StartExecution> FirstAsync(SchedulerApp app)
    {
        await LookAsync(app, First);
        var order = await app.Runs.NextAsync();
        app.Runs.Statuses[order.ExecutionId] = ExecutionStatus.Running;
        return order;
    }

    private Task LookAsync(SchedulerApp app, DateTimeOffset now)
    {
        _clock.Now = now;
        return app.LookAsync();
    }
}
