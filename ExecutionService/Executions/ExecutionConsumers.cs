using AgentPlatform.Contracts.Messages;
using AgentPlatform.ServiceDefaults.Identity;
using ExecutionService.AgentLoop;
using MassTransit;

namespace ExecutionService.Executions;

/// <summary>Starts a run that another service ordered; ordering it twice starts one.</summary>
internal sealed partial class StartExecutionConsumer(ExecutionStarter starter, ExecutionStore store, AgentClient agents, ILogger<StartExecutionConsumer> logger) : IConsumer<StartExecution>
{
    public async Task Consume(ConsumeContext<StartExecution> context)
    {
        var order = context.Message;
        if (await store.LoadAsync(order.ExecutionId, context.CancellationToken) is not null)
        {
            return;
        }

        var agent = await agents.FindAsync(new Caller(order.UserId, "en", "UTC"), order.AgentId, context.CancellationToken);
        if (agent is null)
        {
            LogAgentGone(order.AgentId, order.ExecutionId);
            return;
        }

        await starter.StartAsync(order.ExecutionId, order.UserId, agent, order.Trigger, order.Input, context.CancellationToken);
    }

    [LoggerMessage(LogLevel.Information, "Agent {AgentId} was deleted before execution {ExecutionId} started")]
    private partial void LogAgentGone(string agentId, string executionId);
}

/// <summary>Ends a run that its schedule no longer wants. One that has not started yet is asked for again by the scheduler.</summary>
internal sealed class CancelExecutionConsumer(ExecutionStore store, ExecutionCanceller canceller) : IConsumer<CancelExecution>
{
    public async Task Consume(ConsumeContext<CancelExecution> context)
    {
        if (await store.FindAsync(context.Message.UserId, context.Message.ExecutionId, context.CancellationToken) is { Open: true } execution)
        {
            await canceller.CancelAsync(execution, context.CancellationToken);
        }
    }
}

/// <summary>Hears the doorbell.</summary>
internal sealed class ExecutionQueuedConsumer(ExecutionWorker worker) : IConsumer<ExecutionQueued>
{
    public Task Consume(ConsumeContext<ExecutionQueued> context)
    {
        worker.Enqueue(context.Message.ExecutionId, context.Message.UserId);
        return Task.CompletedTask;
    }
}

/// <summary>Cancels the open runs of a deleted agent.</summary>
internal sealed class AgentDeletedConsumer(DeletedAgents deleted, ExecutionStore store, ExecutionCanceller canceller, TimeProvider clock) : IConsumer<AgentDeleted>
{
    public async Task Consume(ConsumeContext<AgentDeleted> context)
    {
        await deleted.AddAsync(context.Message.UserId, context.Message.AgentId, clock.GetUtcNow(), context.CancellationToken);
        await foreach (var execution in store.ListOpenAsync(context.Message.UserId, context.Message.AgentId, context.CancellationToken))
        {
            await canceller.CancelAsync(execution, context.CancellationToken);
        }
    }
}
