using CsCheck;
using SchedulerService.Firing;
using SchedulerService.Firing.Rules;
using SchedulerService.Ledger;
using SchedulerService.Schedules;
using SchedulerService.Tests.Schedules;

namespace SchedulerService.Tests.Firing;

public sealed class FiringRulesTests
{
    private static readonly DateTimeOffset Eight = ScheduleClockTests.Instant("2026-11-23T08:00:00Z");

    private static readonly FiringLimits Limits = new(100, 3, 2, TimeSpan.FromSeconds(60), TimeSpan.FromSeconds(15));

    [Fact]
    public void Nothing_is_decided_before_the_instant()
    {
        var decision = FiringRules.Decide(State(), Eight.AddSeconds(-1), Limits);

        Assert.Empty(decision.Occurrences);
        Assert.Equal(Eight, decision.NextRunAt);
    }

    [Fact]
    public void A_due_instant_fires_with_an_id_that_follows_from_it()
    {
        var decision = FiringRules.Decide(State(), Eight.AddSeconds(1), Limits);

        var fired = Assert.Single(decision.Occurrences);
        Assert.Equal((Outcomes.Fired, Eight, Eight.AddSeconds(1)), (fired.Outcome, fired.ScheduledFor, fired.FiredAt));
        Assert.Equal(FiringIds.Execution("agent", 3, Eight), fired.ExecutionId);
        Assert.Matches("^[A-Za-z0-9_-]{1,64}$", fired.ExecutionId);
        Assert.Equal(Eight.AddDays(1), decision.NextRunAt);
        Assert.Equal([fired], decision.Fired);
    }

    [Fact]
    public void After_downtime_all_but_the_last_are_missed_and_the_last_fires()
    {
        var decision = FiringRules.Decide(State(), Eight.AddDays(3).AddHours(2), Limits);

        Assert.Equal([Outcomes.Missed, Outcomes.Missed, Outcomes.Missed, Outcomes.Fired], decision.Occurrences.Select(occurrence => occurrence.Outcome));
        Assert.Equal(Eight.AddDays(4), decision.NextRunAt);
    }

    [Fact]
    public void The_last_is_missed_too_once_the_window_has_passed()
    {
        var state = State("0 8 * * 1");

        Assert.Equal(Outcomes.Fired, Assert.Single(FiringRules.Decide(state, Eight.AddHours(24), Limits).Occurrences).Outcome);
        Assert.Equal(Outcomes.Missed, Assert.Single(FiringRules.Decide(state, Eight.AddHours(24).AddSeconds(1), Limits).Occurrences).Outcome);
    }

    [Fact]
    public void A_paused_schedule_records_every_instant_as_paused()
    {
        var decision = FiringRules.Decide(State() with { Paused = true, PausedReason = "휴가" }, Eight.AddDays(1), Limits);

        Assert.Equal([(Outcomes.Paused, "휴가"), (Outcomes.Paused, "휴가")], decision.Occurrences.Select(occurrence => (occurrence.Outcome, occurrence.Reason)));
        Assert.Empty(decision.Fired);
    }

    [Fact]
    public void An_instant_is_skipped_while_the_previous_run_is_still_running()
    {
        var skipped = Assert.Single(FiringRules.Decide(State() with { Runs = [new("run", Eight.AddDays(-1), Eight.AddDays(-1))] }, Eight, Limits).Occurrences);

        Assert.Equal((Outcomes.Skipped, "previous run still running", null), (skipped.Outcome, skipped.Reason, skipped.ExecutionId));
    }

    [Fact]
    public void An_inactive_schedule_has_no_instants()
    {
        var decision = FiringRules.Decide(State() with { Active = false }, Eight.AddDays(9), Limits);

        Assert.Empty(decision.Occurrences);
        Assert.Equal((null, null), (decision.NextRunAt, decision.DueAt));
    }

    [Fact]
    public void A_schedule_that_fires_once_ends()
    {
        var state = State() with { Schedule = ScheduleClockTests.Cron("0 0 * * *", "UTC") with { Cron = null, At = "2026-11-23T08:00:00" } };

        var decision = FiringRules.Decide(state, Eight, Limits);

        Assert.Equal(Outcomes.Fired, Assert.Single(decision.Occurrences).Outcome);
        Assert.Null(decision.NextRunAt);
    }

    [Fact]
    public void Jitter_delays_the_run_and_not_the_instant()
    {
        var state = State() with { Schedule = State().Schedule with { JitterSeconds = 600 } };
        var delay = FiringIds.Jitter("agent", Eight, 600);

        Assert.InRange(delay, TimeSpan.Zero, TimeSpan.FromSeconds(600));
        Assert.Empty(FiringRules.Decide(state, Eight + delay - TimeSpan.FromSeconds(1), Limits).Occurrences);
        Assert.Equal(Eight, Assert.Single(FiringRules.Decide(state, Eight + delay, Limits).Occurrences).ScheduledFor);
    }

    /// <summary>An hour of jitter, an instant each minute, and nothing that is late may fire.</summary>
    [Fact]
    public void Jitter_is_over_before_the_next_instant_so_that_each_fires_at_its_own_moment()
    {
        var state = State("* * * * *");
        state = state with { Schedule = state.Schedule with { JitterSeconds = 3600, CatchUp = CatchUps.None, Overlap = Overlaps.AllowAll } };
        var delays = new HashSet<TimeSpan>();

        for (var minute = 0; minute < 120; minute++)
        {
            var (instant, dueAt) = (Eight.AddMinutes(minute), FiringRules.DueAt(state, Eight.AddMinutes(minute)));
            delays.Add(dueAt - instant);
            Assert.Empty(FiringRules.Decide(state, dueAt.AddSeconds(-1), Limits).Occurrences);
            var decision = FiringRules.Decide(state, dueAt, Limits);

            var fired = Assert.Single(decision.Occurrences);
            Assert.Equal((instant, Outcomes.Fired), (fired.ScheduledFor, fired.Outcome));
            Assert.InRange(dueAt, instant, instant.AddSeconds(59));
            Assert.Equal(FiringRules.DueAt(state, instant.AddMinutes(1)), decision.DueAt);
            state = state with { NextRunAt = decision.NextRunAt };
        }

        Assert.True(delays.Count > 30, $"only {delays.Count} different delays");
    }

    [Fact]
    public void The_jitter_of_an_instant_follows_from_its_schedule_alone()
    {
        var daily = State() with { Schedule = State().Schedule with { JitterSeconds = 600 } };
        var last = daily with { Schedule = daily.Schedule with { EndAt = Eight } };
        var everySecond = State("* * * * * *") with { Schedule = ScheduleClockTests.Cron("* * * * * *", "UTC") with { JitterSeconds = 600 } };

        Assert.Equal(Eight + FiringIds.Jitter("agent", Eight, 600), FiringRules.DueAt(daily, Eight));
        Assert.Equal(FiringRules.DueAt(daily, Eight), FiringRules.DueAt(daily with { NextRunAt = Eight.AddDays(-9), Paused = true, Version = 9 }, Eight));
        Assert.Equal(FiringRules.DueAt(daily, Eight), FiringRules.DueAt(last, Eight));
        Assert.Equal(Eight, FiringRules.DueAt(everySecond, Eight));
    }

    [Fact]
    public void What_a_change_left_behind_is_recorded_in_order_and_never_fires()
    {
        var hourly = ScheduleClockTests.Cron("0 * * * *", "UTC");
        var state = State() with
        {
            Unsettled = [new(hourly, Eight.AddHours(-9), Eight.AddHours(-6), Outcomes.Skipped, "first"), new(hourly, Eight.AddHours(-5), Eight.AddHours(-4), Outcomes.Missed, "second")],
        };

        var begun = FiringRules.Decide(state, Eight, Limits with { MaxInstants = 3 });
        var gone = FiringRules.Decide(state with { Unsettled = begun.Unsettled, Active = false }, Eight, Limits);

        // What is due on time does not wait until a backlog is recorded.
        Assert.Equal(["skipped: first", "skipped: first", "skipped: first", "fired: "], begun.Occurrences.Select(occurrence => $"{occurrence.Outcome}: {occurrence.Reason}"));
        Assert.Equal((Eight.AddDays(1), Eight), (begun.NextRunAt, begun.DueAt));
        Assert.Equal(["skipped: first", "missed: second", "missed: second"], gone.Occurrences.Select(occurrence => $"{occurrence.Outcome}: {occurrence.Reason}"));
        Assert.Equal((0, null), (gone.Unsettled.Count, gone.DueAt));
        Assert.Equal(Outcomes.Fired, FiringRules.Decide(state, Eight, Limits).Occurrences[^1].Outcome);
    }

    [Fact]
    public void What_waited_under_another_policy_ends_the_run_that_goes_on_where_instants_do_so()
    {
        var state = State();
        var waits = state with
        {
            Schedule = state.Schedule with { Overlap = Overlaps.TerminateOther },
            NextRunAt = Eight.AddDays(1),
            Runs = [new ScheduledRun("running", Eight.AddDays(-2), Eight.AddDays(-2))],
            Waiting = [Eight.AddDays(-1), Eight],
        };

        var decision = FiringRules.Decide(waits, Eight.AddMinutes(1), Limits);

        Assert.Equal(Eight, Assert.Single(decision.Fired).ScheduledFor);
        Assert.Equal(["running"], decision.Cancelled);
    }

    [Fact]
    public void However_time_is_cut_every_instant_is_decided_once() =>
        (from cron in OneOf("*/10 * * * *", "0 8 * * *", "30 2 * * *", "0 */6 * * 1-5")
         from steps in Gen.Int[0, 4000].Array[1, 12]
         from max in Gen.Int[1, 40]
         from jitter in Gen.Int[0, 3].Select(step => step * 1200)
         select (cron, steps, max, jitter)).Sample(
            rule =>
            {
                var state = State(rule.cron) with { Schedule = ScheduleClockTests.Cron(rule.cron, "America/New_York") with { JitterSeconds = rule.jitter } };
                var start = ScheduleClockTests.Instant("2026-03-07T00:00:00Z");
                var (now, seen) = (start, new List<DateTimeOffset>());
                state = state with { NextRunAt = new ScheduleClock(state.Schedule).Next(start) };

                foreach (var minutes in rule.steps)
                {
                    now = now.AddMinutes(minutes);
                    FiringDecision decision;

                    do
                    {
                        decision = FiringRules.Decide(state, now, Limits with { MaxInstants = rule.max });
                        seen.AddRange(decision.Occurrences.Select(occurrence => occurrence.ScheduledFor));
                        state = state with { NextRunAt = decision.NextRunAt };
                    }
                    while (decision.DueAt <= now);
                }

                return seen.SequenceEqual(new ScheduleClock(state.Schedule).After(start).TakeWhile(instant => FiringRules.DueAt(state, instant) <= now));
            },
            iter: 200);

    private static ScheduleState State(string cron = "0 8 * * *") => new("agent", 3, ScheduleClockTests.Cron(cron, "UTC"), Active: true, Paused: false, Eight);

    private static Gen<string> OneOf(params string[] values) => Gen.Int[0, values.Length - 1].Select(index => values[index]);
}
