using CsCheck;
using SchedulerService.Firing;
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

    [Fact]
    public void However_time_is_cut_every_instant_is_decided_once() =>
        (from cron in OneOf("*/10 * * * *", "0 8 * * *", "30 2 * * *", "0 */6 * * 1-5")
         from steps in Gen.Int[0, 4000].Array[1, 12]
         from max in Gen.Int[1, 40]
         select (cron, steps, max)).Sample(
            rule =>
            {
                var state = State(rule.cron) with { Schedule = ScheduleClockTests.Cron(rule.cron, "America/New_York") };
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

                return seen.SequenceEqual(new ScheduleClock(state.Schedule).After(start).TakeWhile(instant => instant <= now));
            },
            iter: 200);

    private static ScheduleState State(string cron = "0 8 * * *") => new("agent", 3, ScheduleClockTests.Cron(cron, "UTC"), Active: true, Paused: false, Eight);

    private static Gen<string> OneOf(params string[] values) => Gen.Int[0, values.Length - 1].Select(index => values[index]);
}
