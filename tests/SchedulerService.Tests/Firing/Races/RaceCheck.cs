using AgentPlatform.Contracts.Schedules;
using AgentPlatform.Firestore;
using AgentPlatform.ServiceDefaults.Documents;
using SchedulerService.Firing.Rules;
using SchedulerService.Ledger;
using SchedulerService.Schedules;

namespace SchedulerService.Tests.Firing.Races;

/// <summary>Compares the ledger as stored with what has to be in it, once everything is at rest.</summary>
internal sealed class RaceCheck(FirestoreDb db, RaceLog log, RaceRuns runs, RacePeople people)
{
    private static readonly string[] OutcomeNames = [Outcomes.Fired, Outcomes.Missed, Outcomes.OverBudget, Outcomes.Paused, Outcomes.Skipped];

    public async Task CheckAsync(DateTimeOffset now)
    {
        var executions = new HashSet<string>();
        foreach (var (agentId, agent) in log.Agents)
        {
            var ledger = (await db.Collection($"schedules/{agentId}/occurrences").GetSnapshotAsync(TestContext.Current.CancellationToken)).Documents
                .Select(record => (At: record.GetInstant("scheduledFor")!.Value, Outcome: record.GetText("outcome")!, Reason: record.GetText("reason"), ExecutionId: record.GetText("executionId"))).ToList();
            log.Check(ledger.Select(record => record.At).Distinct().Count() == ledger.Count, agentId, "two records of one instant are stored");
            log.Check(ledger.Select(record => record.At).ToHashSet().SetEquals(agent.Passed.Concat(agent.Backfilled)), agentId, "the stored instants are not those that the clock gave");
            log.Check(ledger.TrueForAll(record => OutcomeNames.Contains(record.Outcome)), agentId, "an outcome is none");
            log.Check(ledger.TrueForAll(record => record.Outcome == Outcomes.Fired || !string.IsNullOrEmpty(record.Reason)), agentId, "an instant that did not fire has no reason");
            foreach (var fired in ledger.Where(record => record.Outcome == Outcomes.Fired))
            {
                log.Check(executions.Add(fired.ExecutionId!), agentId, $"execution {fired.ExecutionId} has two instants");
                log.Check(runs.HasEnded(fired.ExecutionId!), agentId, $"{fired.At:u} fired and did not run");
            }

            CheckRules(agentId, [.. ledger.Select(record => record.At)], agent, now);
            if (RacePeople.IsSteady(agentId))
            {
                CheckSteady(agentId, [.. ledger.Select(record => record.At)], agent, now);
            }
        }

        log.Check(runs.Ids.ToHashSet().SetEquals(executions), "all", "a run has no record");
        log.Check(log.Orders.Keys.ToHashSet().SetEquals(executions), "all", "an order has no record");
    }

    /// <summary>Derived from nothing but the clock: every instant from the activation until now; a clock that was an hour ahead may have decided the next ones.</summary>
    private void CheckSteady(string agentId, HashSet<DateTimeOffset> ledger, AgentLog agent, DateTimeOffset now)
    {
        var expected = new ScheduleClock(people.Of(agentId)).After(RaceWorld.Start).TakeWhile(instant => FiringAt(agentId, instant) <= now).ToHashSet();
        log.Check(expected.IsSubsetOf(ledger), agentId, $"{expected.Except(ledger).Count()} instants are unexplained, the first {expected.Except(ledger).Order().FirstOrDefault():u}");
        log.Check(ledger.Except(expected).All(instant => agent.Backfilled.Contains(instant) || instant > now.AddMinutes(-1)), agentId, "there are instants that never were");
    }

    /// <summary>Derived from nothing but the changes that were taken over and the moments at which they were made, however late they came.</summary>
    private void CheckRules(string agentId, HashSet<DateTimeOffset> ledger, AgentLog agent, DateTimeOffset now)
    {
        foreach (var (schedule, from, to) in agent.Rules)
        {
            var lost = new ScheduleClock(schedule).After(from).TakeWhile(instant => to is { } end ? instant <= end : FiringAt(agentId, schedule, instant) <= now).Where(instant => !ledger.Contains(instant)).ToList();
            log.Check(lost.Count == 0, agentId, $"{lost.Count} instants of {schedule.Cron} from {from:u} to {to:u} are unexplained, the first {lost.FirstOrDefault():u}");
        }
    }

    private DateTimeOffset FiringAt(string agentId, DateTimeOffset instant) => FiringAt(agentId, people.Of(agentId), instant);

    private static DateTimeOffset FiringAt(string agentId, Schedule schedule, DateTimeOffset instant) => FiringRules.DueAt(new(agentId, 1, schedule, true, false, null), instant);
}
