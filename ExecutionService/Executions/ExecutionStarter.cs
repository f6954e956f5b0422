using System.Diagnostics;
using AgentPlatform.Contracts.Agents;
using AgentPlatform.Contracts.Executions;
using AgentPlatform.Contracts.Messages;
using AgentPlatform.Firestore;
using AgentPlatform.ServiceDefaults.Logs;
using AgentPlatform.ServiceDefaults.Outbox;
using ExecutionService.AgentLoop;
using ExecutionService.Journal;
using Grpc.Core;

namespace ExecutionService.Executions;

/// <summary>Creates executions: the document, the first entry of the journal and the doorbell are one commit.</summary>
internal sealed class ExecutionStarter(FirestoreDb db, ExecutionStore store, Outbox outbox, ExecutionWorker worker, TimeProvider clock)
{
    /// <summary>Starts a run of an agent.</summary>
    public Task<ExecutionState> StartAsync(string id, string userId, Agent agent, ExecutionTrigger trigger, string? input, CancellationToken cancellationToken) =>
        StartAsync(
            New(id, userId, new AgentSnapshot(agent.Name, agent.FinalAgentPrompt, agent.Model, agent.Tools, agent.Limits, agent.Runtime), trigger, input) with { AgentId = agent.Id, AgentVersion = agent.Version },
            cancellationToken);

    /// <summary>Starts a test run of a draft.</summary>
    public Task<ExecutionState> StartAsync(string id, string userId, AgentDefinition draft, string? input, CancellationToken cancellationToken) =>
        StartAsync(New(id, userId, new AgentSnapshot(draft.Name, draft.FinalAgentPrompt, draft.Model, draft.Tools, draft.Limits, draft.Runtime), new ExecutionTrigger(TriggerKind.Test), input), cancellationToken);

    /// <summary>Starts an ended run again, as a new one under the limits that its agent has now.</summary>
    public Task<ExecutionState> RetryAsync(string id, ExecutionState ended, AgentLimits limits, CancellationToken cancellationToken) =>
        StartAsync(New(id, ended.UserId, ended.Agent with { Limits = limits }, new ExecutionTrigger(TriggerKind.Retry), ended.Input) with { AgentId = ended.AgentId, AgentVersion = ended.AgentVersion }, cancellationToken);

    private ExecutionState New(string id, string userId, AgentSnapshot agent, ExecutionTrigger trigger, string? input)
    {
        var now = clock.GetUtcNow();
        return new ExecutionState
        {
            Id = id,
            UserId = userId,
            Agent = agent,
            Trigger = trigger,
            Input = input,
            Status = ExecutionStatus.Queued,
            CreatedAt = now,
            TraceParent = Activity.Current?.Id,
            SweepAt = now + worker.Lease,
        };
    }

    private async Task<ExecutionState> StartAsync(ExecutionState execution, CancellationToken cancellationToken)
    {
        var commit = db.StartBatch();
        store.Create(commit, execution);
        new AppendLog(store.Journal(execution.Id)).Append(commit, new LogBatch(1, [JournalEvents.Status(execution.Status, execution.CreatedAt)], []), execution.Id);
        OutboxEntry? doorbell = worker.HasRoom ? null : outbox.Add(commit, new ExecutionQueued(execution.Id, execution.UserId));
        try
        {
            await commit.CommitAsync(cancellationToken);
        }
        catch (RpcException exception) when (exception.StatusCode == StatusCode.AlreadyExists)
        {
            // Started before under the same id: the sender sent twice, or a caller used an idempotency key again.
            return (await store.FindAsync(execution.UserId, execution.Id, cancellationToken))!;
        }

        if (doorbell is null)
        {
            worker.Enqueue(execution.Id, execution.UserId);
        }
        else
        {
            outbox.Release(doorbell);
        }

        return execution;
    }
}
