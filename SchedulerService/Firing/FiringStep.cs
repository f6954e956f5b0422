using AgentPlatform.Contracts.Executions;
using AgentPlatform.Contracts.Messages;
using AgentPlatform.Firestore;
using AgentPlatform.ServiceDefaults.Outbox;
using AgentPlatform.ServiceDefaults.Telemetry;
using Grpc.Core;
using Microsoft.Extensions.Options;
using SchedulerService.Executions;
using SchedulerService.Schedules;

namespace SchedulerService.Firing;

/// <summary>
/// Decides what is due. The records, the schedule's next instant and the order to start a run are one commit that holds only
/// if nobody decided meanwhile: however many schedulers race or die, each instant has one record and at most one run.
/// </summary>
internal sealed partial class FiringStep(FirestoreDb db, ScheduleStore store, ExecutionClient executions, Outbox outbox, TimeProvider clock, IOptions<FiringOptions> options, ILogger<FiringStep> logger)
{
    private const int MaxAttempts = 5;

    /// <summary>One look at everything that is due in some shards, null for all; a schedule that fails does not hold up the others.</summary>
    public async Task RunOnceAsync(DateTimeOffset now, IReadOnlyList<int>? shards, CancellationToken cancellationToken)
    {
        int decided, found;

        do
        {
            var due = await store.ListDueAsync(now, shards, options.Value.BatchSize, cancellationToken);
            (decided, found) = (0, due.Count);

            foreach (var schedule in due)
            {
                decided += await TryDecideAsync(schedule, now, cancellationToken) ? 1 : 0;
            }
        }
        while (found == options.Value.BatchSize && decided > 0);
    }

    /// <summary>Decides everything of one schedule that is due, so that a change of it starts from a clean ledger. Returns it as stored then.</summary>
    public async Task<StoredSchedule?> SettleAsync(string agentId, DateTimeOffset now, CancellationToken cancellationToken)
    {
        for (var attempt = 0; attempt < MaxAttempts;)
        {
            var schedule = await store.LoadAsync(agentId, cancellationToken);

            if (schedule is null || schedule.DueAt is null || schedule.DueAt > now)
            {
                return schedule;
            }

            attempt += await DecideAsync(schedule, now, cancellationToken) ? 0 : 1;
        }

        throw new InvalidOperationException($"The schedule of agent {agentId} is changed by others all the time.");
    }

    private async Task<bool> TryDecideAsync(StoredSchedule schedule, DateTimeOffset now, CancellationToken cancellationToken)
    {
        try
        {
            return await DecideAsync(schedule, now, cancellationToken);
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
        {
            LogFailed(exception, schedule.AgentId);
            return false;
        }
    }

    /// <summary>False when another scheduler was first.</summary>
    private async Task<bool> DecideAsync(StoredSchedule schedule, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var decision = FiringRules.Decide(schedule.ToState(isRunning: false), now, options.Value.MaxInstantsPerCommit);

        if (decision.Fired is not null && schedule.ActiveExecutionId is { } previous && await IsRunningAsync(schedule, previous, now, cancellationToken))
        {
            decision = FiringRules.Decide(schedule.ToState(isRunning: true), now, options.Value.MaxInstantsPerCommit);
        }

        return await CommitAsync(schedule, decision, cancellationToken) || await CommitWithoutKnownAsync(schedule, decision, cancellationToken);
    }

    private async Task<bool> CommitAsync(StoredSchedule schedule, FiringDecision decision, CancellationToken cancellationToken)
    {
        // The run that this starts belongs to its trace.
        using var activity = decision.Fired is null ? null : PlatformTelemetry.Source.StartActivity("schedule fire");
        var commit = db.StartBatch();

        foreach (var occurrence in decision.Occurrences)
        {
            store.AddOccurrence(commit, schedule, occurrence);
        }

        store.Advance(commit, schedule, decision);
        var order = decision.Fired is { } fired
            ? outbox.Add(commit, new StartExecution(fired.ExecutionId!, schedule.UserId, schedule.AgentId, new ExecutionTrigger(TriggerKind.Schedule, fired.ScheduledFor), null))
            : null;

        try
        {
            await commit.CommitAsync(cancellationToken);
        }
        catch (RpcException exception) when (exception.StatusCode is StatusCode.AlreadyExists or StatusCode.Aborted or StatusCode.FailedPrecondition or StatusCode.NotFound)
        {
            return false;
        }

        if (order is not null)
        {
            outbox.Release(order);
        }

        FiringMetrics.Decided(decision, clock.GetUtcNow());
        LogDecided(schedule.AgentId, decision.Occurrences.Count, decision.Fired is { } run ? $"execution {run.ExecutionId} started" : "none fired");
        return true;
    }

    /// <summary>
    /// A record can only be there before its schedule has moved on when the schedule was set back, as by a replica whose clock
    /// lags: the known instants are passed over, and never run again.
    /// </summary>
    private async Task<bool> CommitWithoutKnownAsync(StoredSchedule schedule, FiringDecision decision, CancellationToken cancellationToken)
    {
        var current = await store.LoadAsync(schedule.AgentId, cancellationToken);
        var known = await store.KnownAsync(schedule.AgentId, decision.Occurrences, cancellationToken);
        return current?.StoredAt == schedule.StoredAt && known.Count > 0
            && await CommitAsync(schedule, decision with { Occurrences = [.. decision.Occurrences.Where(occurrence => !known.Contains(occurrence.Id))] }, cancellationToken);
    }

    // The message that a run ended may be late; ExecutionService knows.
    private async Task<bool> IsRunningAsync(StoredSchedule schedule, string executionId, DateTimeOffset now, CancellationToken cancellationToken) =>
        await executions.StatusAsync(schedule.UserId, executionId, cancellationToken) is { } status
            ? status is ExecutionStatus.Queued or ExecutionStatus.Running or ExecutionStatus.Waiting
            : now - (schedule.ActiveSince ?? DateTimeOffset.MinValue) < TimeSpan.FromSeconds(options.Value.StartGraceSeconds);

    [LoggerMessage(LogLevel.Information, "Agent {AgentId}: {Count} occurrences decided; {Started}")]
    private partial void LogDecided(string agentId, int count, string started);

    [LoggerMessage(LogLevel.Warning, "The schedule of agent {AgentId} could not be decided; it is tried again")]
    private partial void LogFailed(Exception exception, string agentId);
}
