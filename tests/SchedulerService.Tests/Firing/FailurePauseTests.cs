using AgentPlatform.Contracts.Executions;
using AgentPlatform.Contracts.Messages;
using SchedulerService.Firing.Rules;

namespace SchedulerService.Tests.Firing;

/// <summary>Schedules whose runs fail, and users whose schedules start too much.</summary>
public sealed class FailurePauseTests
{
    private static readonly DateTimeOffset First = new(2026, 11, 22, 5, 1, 0, TimeSpan.Zero);

    private readonly SettableClock _clock = new(SchedulerApp.Start);

    [Fact]
    public async Task A_schedule_whose_runs_fail_one_after_another_pauses_itself_and_says_why()
    {
        await using var app = await SchedulerApp.StartAsync(_clock);
        await app.ScheduleAsync("agent", new() { Cron = "* * * * *", PauseAfterFailures = 3 });

        await RunAsync(app, 0, ExecutionStatus.Failed);
        await RunAsync(app, 1, ExecutionStatus.Failed);
        // A success begins the count anew, a cancelled run leaves it.
        await RunAsync(app, 2, ExecutionStatus.Success);
        await RunAsync(app, 3, ExecutionStatus.Failed);
        await RunAsync(app, 4, ExecutionStatus.Failed);
        await RunAsync(app, 5, ExecutionStatus.Cancelled);
        Assert.False((await app.LoadAsync())!.Paused);
        var last = await RunAsync(app, 6, ExecutionStatus.Failed);
        await app.EndAsync(last, ExecutionStatus.Failed);

        var paused = (await app.LoadAsync())!;
        Assert.Equal((true, "3 runs failed one after another, the last with 'tool-failed'", 3), (paused.Paused, paused.PausedReason, paused.FailuresInARow));
        _clock.Now = First.AddMinutes(7);
        await app.LookAsync();
        Assert.Equal("paused: 3 runs failed one after another, the last with 'tool-failed'", (await app.OutcomesAsync())[^1]);

        await app.Writer.PauseAsync("user", "agent", paused: false, null, TestContext.Current.CancellationToken);
        await RunAsync(app, 8, ExecutionStatus.Failed);
        Assert.Equal((false, 1), ((await app.LoadAsync())!.Paused, (await app.LoadAsync())!.FailuresInARow));
    }

    [Theory]
    [InlineData(null, 10, true)]
    [InlineData(null, 9, false)]
    [InlineData(0, 15, false)]
    [InlineData(1, 1, true)]
    public async Task Without_a_number_of_its_own_it_is_the_platforms_and_zero_is_never(int? limit, int failures, bool isPaused)
    {
        await using var app = await SchedulerApp.StartAsync(_clock);
        await app.ScheduleAsync("agent", new() { Cron = "* * * * *", PauseAfterFailures = limit });

        for (var minute = 0; minute < failures; minute++)
        {
            await RunAsync(app, minute, ExecutionStatus.Failed);
        }

        Assert.Equal(isPaused, (await app.LoadAsync())!.Paused);
    }

    [Fact]
    public async Task A_failure_that_nobody_told_counts_as_well_and_once()
    {
        await using var app = await SchedulerApp.StartAsync(_clock);
        await app.ScheduleAsync("agent", new() { Cron = "* * * * *" });
        _clock.Now = First;
        await app.LookAsync();
        var order = await app.Runs.NextAsync();

        app.Runs.Statuses[order.ExecutionId] = ExecutionStatus.Failed;
        _clock.Now = First.AddMinutes(1);
        await app.LookAsync();
        await app.Runs.NextAsync();
        await app.EndAsync(order, ExecutionStatus.Failed);

        Assert.Equal(1, (await app.LoadAsync())!.FailuresInARow);
    }

    [Fact]
    public async Task A_user_starts_so_many_runs_in_a_minute_and_the_rest_is_over_budget()
    {
        await using var app = await SchedulerApp.StartAsync(_clock, settings: new Dictionary<string, string?> { ["Firing:MaxFiresPerUserPerMinute"] = "3" });
        foreach (var number in Enumerable.Range(1, 5))
        {
            await app.ScheduleAsync($"agent{number}", new() { Cron = "* * * * *" });
        }

        await app.ScheduleAsync("late", new() { Cron = "* * * * *" }, active: false);
        await app.ScheduleAsync("other", new() { Cron = "* * * * *" }, userId: "other");
        _clock.Now = First;
        await app.LookAsync();
        Assert.Equal(3, await FiredAsync());
        Assert.Equal(2, await CountAsync("overBudget: more than 3 scheduled runs of this user in a minute"));

        // The count is the store's: another process goes on with it.
        _clock.Now = First.AddSeconds(59);
        await app.ScheduleAsync("late", new() { Cron = "* * * * *" }, revision: 2, changedAt: First.AddSeconds(-1));
        await app.LookAsync();
        Assert.Equal(3, await CountAsync("overBudget: more than 3 scheduled runs of this user in a minute"));

        _clock.Now = First.AddMinutes(1);
        await app.LookAsync();
        Assert.Equal(6, await FiredAsync());

        Task<int> FiredAsync() => CountAsync("fired");

        async Task<int> CountAsync(string outcome)
        {
            var count = 0;
            foreach (var agent in Enumerable.Range(1, 5).Select(number => $"agent{number}").Append("late"))
            {
                count += (await app.OutcomesAsync(agent)).Count(one => one == outcome);
            }

            return count;
        }
    }

    [Fact]
    public async Task A_day_has_its_own_bound()
    {
        await using var app = await SchedulerApp.StartAsync(_clock, settings: new Dictionary<string, string?> { ["Firing:MaxFiresPerUserPerDay"] = "2" });
        await app.ScheduleAsync("agent", new() { Cron = "0 */6 * * *", TimeZone = "UTC", Overlap = Overlaps.AllowAll });
        var days = new DateTimeOffset(2026, 11, 22, 0, 0, 0, TimeSpan.Zero);

        for (var hours = 6; hours < 24 * 5; hours += 6)
        {
            _clock.Now = days.AddHours(hours);
            await app.LookAsync();
        }

        var outcomes = await app.OutcomesAsync();
        Assert.Equal(2, outcomes.Take(3).Count(outcome => outcome == "fired"));
        Assert.Equal("overBudget: more than 2 scheduled runs of this user in a day", outcomes[2]);
        Assert.Equal(2 * 5, outcomes.Count(outcome => outcome == "fired"));
    }

    [Fact]
    public async Task Counts_of_the_past_are_not_kept_however_rarely_a_schedule_fires()
    {
        await using var app = await SchedulerApp.StartAsync(_clock);
        await app.ScheduleAsync("agent", new() { Cron = "0 6 * * 1", TimeZone = "UTC", Overlap = Overlaps.AllowAll });

        for (var week = 0; week < 10; week++)
        {
            _clock.Now = new DateTimeOffset(2026, 11, 23, 6, 0, 0, TimeSpan.Zero).AddDays(7 * week);
            await app.LookAsync();
        }

        Assert.Equal(Enumerable.Repeat("fired", 10), await app.OutcomesAsync());
        var counts = Assert.Single((await app.Db.Collection("fires").GetSnapshotAsync(TestContext.Current.CancellationToken)).Documents);
        Assert.Equal(("user", "d20270125", "m202701250600"), (counts.Id, Assert.Single(Counts("days")).Key, Assert.Single(Counts("minutes")).Key));

        Dictionary<string, object?> Counts(string map) => counts.GetValue<Dictionary<string, object?>>(map);
    }

    private async Task<StartExecution> RunAsync(SchedulerApp app, int minute, string status)
    {
        _clock.Now = First.AddMinutes(minute);
        await app.LookAsync();
        var order = await app.Runs.NextAsync();
        await app.EndAsync(order, status);
        return order;
    }
}
