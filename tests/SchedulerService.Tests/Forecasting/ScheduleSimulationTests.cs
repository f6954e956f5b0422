using System.Diagnostics;
using AgentPlatform.Contracts.Executions;
using AgentPlatform.Contracts.Schedules;
using CsCheck;
using SchedulerService.Firing;
using SchedulerService.Firing.Rules;
using SchedulerService.Forecasting;
using SchedulerService.Ledger;
using SchedulerService.Schedules;

namespace SchedulerService.Tests.Forecasting;

public sealed class ScheduleSimulationTests
{
    private static readonly DateTimeOffset From = new(2026, 11, 22, 0, 0, 0, TimeSpan.Zero);
    private static readonly FiringLimits Limits = FiringLimits.Of(new FiringOptions());

    /// <summary>A run of 90 minutes each hour, from midnight to the last at 23:00: 24 instants.</summary>
    [Theory]
    [InlineData(Overlaps.AllowAll, 24, 23, 0, 0, 0, 0)]
    [InlineData(Overlaps.BufferAll, 16, 23, 0, 15, 8, 0)]
    [InlineData(Overlaps.BufferOne, 16, 23, 7, 15, 1, 0)]
    [InlineData(Overlaps.CancelOther, 24, 23, 0, 23, 0, 23)]
    [InlineData(Overlaps.Skip, 12, 12, 12, 0, 0, 0)]
    [InlineData(Overlaps.TerminateOther, 24, 23, 0, 0, 0, 23)]
    public void A_day_of_runs_that_overlap_is_told_by_the_overlap_rule(string overlap, int fires, int overlaps, int skipped, int waited, int waiting, int cancelled)
    {
        var forecast = Run(Of("0 * * * *", overlap), 1, TimeSpan.FromMinutes(90));

        Assert.Equal((24, fires, overlaps), (forecast.Instants, forecast.Fires, forecast.Overlaps));
        Assert.Equal((skipped, waited, waiting, cancelled), (forecast.Skipped, forecast.Waited, forecast.Waiting, forecast.Cancelled));
    }

    [Fact]
    public void Runs_that_end_before_the_next_instant_never_meet()
    {
        foreach (var overlap in Overlaps.All)
        {
            var forecast = Run(Of("*/5 * * * *", overlap), 30, TimeSpan.FromMinutes(5));

            Assert.Equal((8640, 8640, 0, 0, 0), (forecast.Instants, forecast.Fires, forecast.Overlaps, forecast.Skipped, forecast.Waited));
        }
    }

    [Fact]
    public void The_span_holds_its_first_instant_and_not_the_one_at_its_end()
    {
        Assert.Equal(1, Run(Of("0 0 * * *"), 1, TimeSpan.Zero).Fires);
        Assert.Equal(366, Run(Of("0 0 * * *"), 366, TimeSpan.Zero).Fires);
        Assert.Equal(2, Run(Of("0 0 * * *") with { EndAt = From.AddDays(1) }, 366, TimeSpan.Zero).Fires);
        Assert.Equal(0, Run(Of("0 0 * * *") with { StartAt = From.AddDays(7) }, 7, TimeSpan.Zero).Instants);
    }

    [Fact]
    public void Jitter_that_is_longer_than_the_interval_costs_no_instant()
    {
        var forecast = Run(Of("* * * * *", Overlaps.AllowAll) with { JitterSeconds = 3600, CatchUp = CatchUps.None }, 1, TimeSpan.Zero);

        Assert.Equal((1440, 1440, 0), (forecast.Instants, forecast.Fires, forecast.Skipped));
    }

    [Fact]
    public void More_instants_than_a_year_of_minutes_are_not_walked()
    {
        Assert.Null(ScheduleSimulation.Run("agent", Of("* * * * * *"), From, 7, TimeSpan.Zero, Limits, TestContext.Current.CancellationToken));
        Assert.NotNull(ScheduleSimulation.Run("agent", Of("* * * * * *"), From, 6, TimeSpan.Zero, Limits, TestContext.Current.CancellationToken));
    }

    /// <summary>A figure for docs/performance.md; it proves nothing about time.</summary>
    [Fact]
    public void A_year_of_every_minute_is_walked_instant_by_instant()
    {
        foreach (var overlap in Overlaps.All)
        {
            foreach (var seconds in new[] { 0, 45, 90 })
            {
                var schedule = Of("* * * * *", overlap);
                var started = Stopwatch.GetTimestamp();

                var forecast = Run(schedule, 366, TimeSpan.FromSeconds(seconds));

                TestContext.Current.TestOutputHelper!.WriteLine($"{overlap}, runs of {seconds} s: {Stopwatch.GetElapsedTime(started).TotalMilliseconds:0} ms");
                Assert.Equal(366 * 24 * 60, forecast.Instants);
            }
        }
    }

    [Fact]
    public void A_year_of_every_minute_by_all_the_rules_that_a_schedule_may_have_is_walked_once()
    {
        // No two are the same text, and all name every minute.
        var schedule = Of("* * * * *") with { Cron = null, Specs = [.. Enumerable.Range(0, 16).Select(day => new ScheduleSpec { Cron = $"* * * * {string.Join(',', Enumerable.Range(day, 7).Select(each => each % 7))}{(day < 7 ? "" : $",{day % 7}")}" })] };
        Run(schedule, 366, TimeSpan.Zero);
        var started = Stopwatch.GetTimestamp();

        var forecast = Run(schedule, 366, TimeSpan.Zero);

        TestContext.Current.TestOutputHelper!.WriteLine($"16 rules: {Stopwatch.GetElapsedTime(started).TotalMilliseconds:0} ms");
        Assert.Equal(366 * 24 * 60, forecast.Instants);
    }

    [Fact]
    public void Every_instant_fires_or_is_skipped_or_still_waits() =>
        Gen.Select(Any([.. Overlaps.All]), Any(CatchUps.All, CatchUps.Last, CatchUps.None), Any("*/7 * * * *", "0 */2 * * *", "15 9 * * 1", "30 2 * * *"), Gen.Int[0, 20_000], Any(0, 30, 3600)).Sample((overlap, catchUp, cron, seconds, jitter) =>
        {
            var forecast = Run(Of(cron, overlap) with { CatchUp = catchUp, JitterSeconds = jitter }, 7, TimeSpan.FromSeconds(seconds));

            Assert.Equal(forecast.Instants, forecast.Fires + forecast.Skipped + forecast.Waiting);
            Assert.Equal(new ScheduleClock(Of(cron)).After(From.AddTicks(-1)).TakeWhile(instant => instant < From.AddDays(7)).Count(), forecast.Instants);
            Assert.InRange(forecast.Waited, 0, forecast.Fires);
            Assert.InRange(forecast.Cancelled, 0, forecast.Fires);
        });

    /// <summary>The same twenty minutes through the real store and step, with runs of 90 seconds that end when they should.</summary>
    [Theory]
    [InlineData(Overlaps.AllowAll)]
    [InlineData(Overlaps.BufferAll)]
    [InlineData(Overlaps.BufferOne)]
    [InlineData(Overlaps.CancelOther)]
    [InlineData(Overlaps.Skip)]
    [InlineData(Overlaps.TerminateOther)]
    public async Task The_scheduler_does_what_the_simulation_tells(string overlap)
    {
        var runLength = TimeSpan.FromSeconds(90);
        var start = new DateTimeOffset(2026, 11, 22, 5, 0, 30, TimeSpan.Zero);
        var clock = new SettableClock(start);
        await using var app = await SchedulerApp.StartAsync(clock);
        var input = new ScheduleInput { Cron = "* * * * *", Overlap = overlap, EndAt = start.AddMinutes(20) };
        var schedule = app.Resolve(input);
        await app.ScheduleAsync("agent", input);

        for (var now = start; now < start.AddMinutes(20); now = now.AddSeconds(30))
        {
            clock.Now = now;
            foreach (var run in (await app.LoadAsync())!.Runs.Where(run => run.Since + runLength <= now))
            {
                await EndAsync(run, ExecutionStatus.Success);
            }

            await app.LookAsync();
            foreach (var run in (await app.LoadAsync())!.Runs.Where(run => run.Cancelling))
            {
                await EndAsync(run, ExecutionStatus.Cancelled);
            }

            await app.LookAsync();
            foreach (var run in (await app.LoadAsync())!.Runs)
            {
                app.Runs.Statuses.TryAdd(run.ExecutionId, ExecutionStatus.Running);
            }
        }

        // The simulation is told of days; the schedule ends within the first.
        var forecast = ScheduleSimulation.Run("agent", schedule, start, 1, runLength, Limits, TestContext.Current.CancellationToken)!;
        var ledger = await app.LedgerAsync("agent");
        var waiting = (await app.LoadAsync())!.Waiting.Count;
        Assert.Equal(
            (forecast.Instants, forecast.Skipped, forecast.Fires + forecast.Waiting),
            (ledger.Count + waiting, ledger.Count(occurrence => occurrence.Outcome == Outcomes.Skipped), ledger.Count(occurrence => occurrence.Outcome == Outcomes.Fired) + waiting));

        Task EndAsync(ScheduledRun run, string status) => app.EndAsync(new(run.ExecutionId, "user", "agent", new ExecutionTrigger(TriggerKind.Schedule, run.ScheduledFor), null), status);
    }

    private static Gen<T> Any<T>(params T[] items) => Gen.Int[0, items.Length - 1].Select(index => items[index]);

    private static ScheduleForecast Run(Schedule schedule, int days, TimeSpan runLength) => Assert.IsType<ScheduleForecast>(ScheduleSimulation.Run("agent", schedule, From, days, runLength, Limits, TestContext.Current.CancellationToken));

    private static Schedule Of(string cron, string overlap = Overlaps.Skip) => new() { Cron = cron, TimeZone = "UTC", Overlap = overlap, Text = new("", "") };
}
