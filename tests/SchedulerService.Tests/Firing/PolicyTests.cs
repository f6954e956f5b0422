using SchedulerService.Firing;
using SchedulerService.Firing.Rules;
using SchedulerService.Ledger;
using SchedulerService.Tests.Schedules;

namespace SchedulerService.Tests.Firing;

/// <summary>Overlap, catch-up, pause and backfill as pure decisions, over a schedule of every hour.</summary>
public sealed class PolicyTests
{
    private static readonly DateTimeOffset Eight = ScheduleClockTests.Instant("2026-11-23T08:00:00Z");
    private static readonly FiringLimits Limits = new(100, 3, 2, TimeSpan.FromSeconds(60), TimeSpan.FromSeconds(15));
    private static readonly ScheduledRun Run = new("run", Eight.AddHours(-1), Eight.AddHours(-1));

    /// <summary>What becomes of one instant while a run goes on, with so many instants waiting: outcome (or waiting), instants that wait then, runs asked to end.</summary>
    [Theory]
    [InlineData(Overlaps.Skip, 0, "skipped: previous run still running", 0, 0)]
    [InlineData(Overlaps.BufferOne, 0, "", 1, 0)]
    [InlineData(Overlaps.BufferOne, 1, "skipped: previous run still running, and another instant waits for its end", 1, 0)]
    [InlineData(Overlaps.BufferAll, 0, "", 1, 0)]
    [InlineData(Overlaps.BufferAll, 2, "", 3, 0)]
    [InlineData(Overlaps.BufferAll, 3, "skipped: previous run still running, and 3 instants wait already", 3, 0)]
    [InlineData(Overlaps.CancelOther, 0, "", 1, 1)]
    [InlineData(Overlaps.CancelOther, 1, "skipped: a later instant took its place", 1, 1)]
    [InlineData(Overlaps.TerminateOther, 0, "fired: ", 0, 1)]
    [InlineData(Overlaps.AllowAll, 0, "fired: ", 0, 0)]
    public void An_instant_meets_a_run(string overlap, int waiting, string records, int waitingThen, int cancelled)
    {
        var state = State(overlap) with { Runs = [Run], Waiting = [.. Enumerable.Range(1, waiting).Select(hours => Eight.AddHours(-hours)).Order()] };

        var decision = FiringRules.Decide(state, Eight, Limits);

        Assert.Equal(records, string.Join(", ", decision.Occurrences.Select(occurrence => $"{occurrence.Outcome}: {occurrence.Reason}")));
        Assert.Equal((waitingThen, cancelled), (decision.Waiting.Count, decision.Cancelled.Count));
        Assert.Equal(Eight.AddHours(1), decision.NextRunAt);
        Assert.Equal(waitingThen > 0 || cancelled > 0 ? Eight.AddSeconds(15) : Eight.AddHours(1), decision.DueAt);
    }

    [Theory]
    [InlineData(Overlaps.BufferOne)]
    [InlineData(Overlaps.BufferAll)]
    [InlineData(Overlaps.CancelOther)]
    public void What_waited_fires_first_and_what_is_due_then_waits_in_its_place(string overlap)
    {
        var decision = FiringRules.Decide(State(overlap) with { Waiting = [Eight.AddHours(-1)] }, Eight, Limits);

        Assert.Equal([Eight.AddHours(-1)], decision.Fired.Select(fired => fired.ScheduledFor));
        Assert.True(decision.Fired.Single().HasWaited);
        Assert.Equal([Eight], decision.Waiting);
        Assert.Equal([FiringIds.Execution("agent", 3, Eight.AddHours(-1))], decision.Runs.Select(run => run.ExecutionId));
    }

    [Fact]
    public void All_that_wait_fire_one_after_the_other()
    {
        var state = State(Overlaps.BufferAll) with { Waiting = [Eight.AddHours(-3), Eight.AddHours(-2), Eight.AddHours(-1)], NextRunAt = Eight.AddDays(1) };

        for (var hours = 3; hours >= 1; hours--)
        {
            var decision = FiringRules.Decide(state, Eight, Limits);
            Assert.Equal(Eight.AddHours(-hours), Assert.Single(decision.Fired).ScheduledFor);
            Assert.Empty(FiringRules.Decide(state with { Waiting = decision.Waiting, Runs = decision.Runs }, Eight, Limits).Occurrences);
            state = state with { Waiting = decision.Waiting };
        }

        Assert.Empty(state.Waiting);
    }

    [Fact]
    public void A_run_that_was_asked_to_end_is_asked_again_as_long_as_it_is_there()
    {
        var state = State(Overlaps.TerminateOther) with { Runs = [Run] };
        var decision = FiringRules.Decide(state, Eight, Limits);
        var again = FiringRules.Decide(state with { Runs = decision.Runs, NextRunAt = decision.NextRunAt }, Eight.AddSeconds(15), Limits);
        var ended = FiringRules.Decide(state with { Runs = [decision.Runs[1]], NextRunAt = decision.NextRunAt }, Eight.AddSeconds(15), Limits);

        Assert.Equal(["run"], decision.Cancelled);
        Assert.Equal(["run"], again.Cancelled);
        Assert.Empty(ended.Cancelled);
        Assert.Equal(Eight.AddHours(1), ended.DueAt);
    }

    /// <summary>Four instants, three hours to nothing late.</summary>
    [Theory]
    [InlineData(CatchUps.All, "PT24H", Overlaps.AllowAll, "fired fired fired fired")]
    [InlineData(CatchUps.All, "PT90M", Overlaps.AllowAll, "missed missed fired fired")]
    [InlineData(CatchUps.All, "PT24H", Overlaps.Skip, "fired skipped skipped skipped")]
    [InlineData(CatchUps.All, "PT24H", Overlaps.BufferOne, "fired skipped skipped")]
    [InlineData(CatchUps.All, "PT24H", Overlaps.BufferAll, "fired")]
    [InlineData(CatchUps.All, "PT24H", Overlaps.TerminateOther, "skipped skipped skipped fired")]
    [InlineData(CatchUps.All, "PT24H", Overlaps.CancelOther, "skipped skipped skipped fired")]
    [InlineData(CatchUps.Last, "PT24H", Overlaps.AllowAll, "missed missed missed fired")]
    [InlineData(CatchUps.None, "PT24H", Overlaps.AllowAll, "missed missed missed fired")]
    public void Instants_that_passed_are_caught_up_by_policy(string catchUp, string window, string overlap, string outcomes)
    {
        var state = State(overlap) with { NextRunAt = Eight.AddHours(-3) };
        state = state with { Schedule = state.Schedule with { CatchUp = catchUp, CatchUpWindow = window } };

        var decision = FiringRules.Decide(state, Eight.AddSeconds(30), Limits);

        Assert.Equal(outcomes, string.Join(' ', decision.Occurrences.Select(occurrence => occurrence.Outcome)));
        Assert.All(decision.Occurrences, occurrence => Assert.True(occurrence.Outcome == Outcomes.Fired || !string.IsNullOrEmpty(occurrence.Reason)));
        Assert.Equal(4, decision.Occurrences.Count + decision.Waiting.Count);
    }

    [Fact]
    public void Where_nothing_is_caught_up_a_minute_is_still_on_time()
    {
        var state = State(Overlaps.Skip);
        state = state with { Schedule = state.Schedule with { CatchUp = CatchUps.None } };

        Assert.Equal(Outcomes.Fired, Assert.Single(FiringRules.Decide(state, Eight.AddSeconds(60), Limits).Occurrences).Outcome);
        var missed = Assert.Single(FiringRules.Decide(state, Eight.AddSeconds(61), Limits).Occurrences);
        Assert.Equal((Outcomes.Missed, "it was 61 seconds late, and this schedule catches nothing up"), (missed.Outcome, missed.Reason));
    }

    [Fact]
    public void Lateness_begins_after_the_jitter()
    {
        var state = State(Overlaps.Skip);
        state = state with { Schedule = state.Schedule with { CatchUp = CatchUps.None, JitterSeconds = 3000 } };
        var jitter = FiringIds.Jitter("agent", Eight, 3000);

        Assert.True(jitter > TimeSpan.FromSeconds(60));
        Assert.Equal(Outcomes.Fired, Assert.Single(FiringRules.Decide(state, Eight + jitter + TimeSpan.FromSeconds(60), Limits).Occurrences).Outcome);
    }

    [Fact]
    public void While_paused_nothing_starts_and_what_waited_is_recorded_as_paused()
    {
        var decision = FiringRules.Decide(State(Overlaps.BufferAll) with { Paused = true, PausedReason = "휴가", Waiting = [Eight.AddHours(-1)], Backfill = [Eight.AddDays(-9)] }, Eight, Limits);

        Assert.Equal([(Eight.AddHours(-1), "paused", "휴가"), (Eight, "paused", "휴가")], decision.Occurrences.Select(occurrence => (occurrence.ScheduledFor, occurrence.Outcome, occurrence.Reason)));
        Assert.Empty(decision.Waiting);
        Assert.Single(decision.Backfill);
        Assert.Equal(decision.NextRunAt, decision.DueAt);
    }

    [Fact]
    public void What_is_due_or_waits_when_the_schedule_stops_says_so()
    {
        var decision = FiringRules.Decide(State(Overlaps.BufferAll) with { StopReason = "gone", Waiting = [Eight.AddHours(-1)], Backfill = [Eight.AddDays(-9)] }, Eight, Limits);

        Assert.Equal([("skipped", "gone"), ("skipped", "gone"), ("skipped", "gone")], decision.Occurrences.Select(occurrence => (occurrence.Outcome, occurrence.Reason)));
        Assert.Equal((0, 0), (decision.Waiting.Count, decision.Backfill.Count));
    }

    [Fact]
    public void Beyond_what_the_user_may_start_instants_are_over_budget_and_a_backfill_waits()
    {
        var state = State(Overlaps.AllowAll) with { NextRunAt = Eight.AddHours(-2), Backfill = [Eight.AddDays(-9)] };
        state = state with { Schedule = state.Schedule with { CatchUp = CatchUps.All } };

        var decision = FiringRules.Decide(state, Eight, Limits with { FiresLeft = 2, OverBudgetReason = "too many" });

        Assert.Equal([("fired", null), ("fired", null), ("overBudget", "too many")], decision.Occurrences.Select(occurrence => (occurrence.Outcome, occurrence.Reason)));
        Assert.Single(decision.Backfill);
        Assert.Equal(Eight.AddSeconds(15), decision.DueAt);
    }

    [Fact]
    public void A_backfill_goes_one_by_one_or_a_few_at_a_time()
    {
        var state = State(Overlaps.Skip) with { NextRunAt = Eight.AddDays(1), Backfill = [.. Enumerable.Range(1, 5).Select(hours => Eight.AddHours(hours - 9))] };

        var waiting = FiringRules.Decide(state, Eight, Limits);
        Assert.Equal(FiringIds.BackfillExecution("agent", 3, Eight.AddHours(-8)), Assert.Single(waiting.Fired).ExecutionId);
        Assert.Equal((4, Eight.AddSeconds(15)), (waiting.Backfill.Count, waiting.DueAt));
        Assert.Empty(FiringRules.Decide(state with { Backfill = waiting.Backfill, Runs = waiting.Runs }, Eight, Limits).Occurrences);

        var parallel = FiringRules.Decide(state with { BackfillOverlap = Overlaps.AllowAll, Runs = [Run] }, Eight, Limits);
        Assert.Equal((2, 3, Eight.AddSeconds(1)), (parallel.Fired.Count(), parallel.Backfill.Count, parallel.DueAt));
    }

    private static ScheduleState State(string overlap) =>
        new("agent", 3, ScheduleClockTests.Cron("0 * * * *", "UTC") with { Overlap = overlap }, Active: true, Paused: false, Eight);
}
