using AgentPlatform.Contracts.Executions;
using AgentPlatform.Contracts.Messages;
using AgentPlatform.Firestore;
using AgentPlatform.ServiceDefaults.Outbox;
using AgentPlatform.ServiceDefaults.Telemetry;
using Grpc.Core;
using SchedulerService.Firing.Budgets;
using SchedulerService.Ledger;
using SchedulerService.Schedules.Storage;

namespace SchedulerService.Firing;

/// <summary>
/// Makes decisions true. The records, the schedules' next instants and the orders to start runs are one commit that holds only
/// if nobody decided meanwhile: however many schedulers race or die, each instant has one record and at most one run.
/// </summary>
internal sealed class FiringCommit(FirestoreDb db, ScheduleStore store, OccurrenceStore ledger, FireBudget budget, Outbox outbox, TimeProvider clock)
{
    /// <summary>Commits decisions of several schedules, or none of them: false when another scheduler was first at one.</summary>
    public async Task<bool> TryAsync(IReadOnlyList<DecidedSchedule> decided, FireCounts counts, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var commit = db.StartBatch();
        var orders = decided.SelectMany(one => Add(commit, one)).ToList();
        var entry = orders.Count == 0 ? null : outbox.AddAll(commit, orders);
        foreach (var user in decided.GroupBy(one => one.Schedule.UserId, one => one.Decision.Fired.Count()).Where(user => user.Sum() > 0))
        {
            budget.Add(commit, user.Key, user.Sum(), counts.Outdated(user.Key), now);
        }

        try
        {
            await commit.CommitAsync(cancellationToken);
        }
        catch (RpcException exception) when (exception.StatusCode is StatusCode.AlreadyExists or StatusCode.Aborted or StatusCode.FailedPrecondition or StatusCode.NotFound
            || (decided.Count > 1 && exception.StatusCode == StatusCode.InvalidArgument))
        {
            return false;
        }

        if (entry is not null)
        {
            outbox.Release(entry);
        }

        var committedAt = clock.GetUtcNow();
        foreach (var one in decided)
        {
            FiringMetrics.Decided(one.Decision, committedAt);
        }

        return true;
    }

    /// <summary>
    /// Commits the decision of one schedule. A record can only be there before its schedule has moved on when the schedule was
    /// set back: such instants are passed over, and never run again.
    /// </summary>
    public async Task<bool> TryAsync(DecidedSchedule decided, FireCounts counts, DateTimeOffset now, CancellationToken cancellationToken)
    {
        if (await TryAsync([decided], counts, now, cancellationToken))
        {
            return true;
        }

        var (schedule, decision) = decided;
        if ((await store.LoadAsync(schedule.AgentId, cancellationToken))?.StoredAt != schedule.StoredAt)
        {
            return false;
        }

        var known = await ledger.FindAsync(schedule.AgentId, decision.Occurrences.Where(occurrence => !occurrence.IsBackfill).Select(occurrence => occurrence.Id), cancellationToken);
        return known.Count > 0
            && await TryAsync([decided with { Decision = decision.Without(known.Keys.ToHashSet()) }], counts, now, cancellationToken);
    }

    private List<OutboxMessage> Add(WriteBatch commit, DecidedSchedule decided)
    {
        var (schedule, decision) = decided;
        var orders = new List<OutboxMessage>();
        foreach (var occurrence in decision.Occurrences)
        {
            ledger.Add(commit, schedule, occurrence);
        }

        store.Advance(commit, schedule.After(decision));
        foreach (var fired in decision.Fired)
        {
            // The run that this starts belongs to its trace.
            using var activity = PlatformTelemetry.Source.StartActivity("schedule fire");
            var trigger = new ExecutionTrigger(fired.IsBackfill ? TriggerKind.Backfill : TriggerKind.Schedule, fired.ScheduledFor);
            orders.Add(OutboxMessage.Of(new StartExecution(fired.ExecutionId!, schedule.UserId, schedule.AgentId, trigger, null)));
        }

        orders.AddRange(decision.Cancelled.Select(executionId => OutboxMessage.Of(new CancelExecution(executionId, schedule.UserId))));
        return orders;
    }
}
