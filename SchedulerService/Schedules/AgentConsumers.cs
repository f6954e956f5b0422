using AgentPlatform.Contracts.Messages;
using MassTransit;

namespace SchedulerService.Schedules;

/// <summary>Takes over an agent's schedule; what comes late is dropped by its revision.</summary>
internal sealed class AgentScheduleChangedConsumer(ScheduleWriter writer) : IConsumer<AgentScheduleChanged>
{
    public Task Consume(ConsumeContext<AgentScheduleChanged> context) => writer.ChangeAsync(context.Message, context.CancellationToken);
}

/// <summary>Stops the schedule of a deleted agent.</summary>
internal sealed class AgentDeletedConsumer(ScheduleWriter writer) : IConsumer<AgentDeleted>
{
    public Task Consume(ConsumeContext<AgentDeleted> context) => writer.DeleteAsync(context.Message, context.CancellationToken);
}

/// <summary>Frees the schedule for its next run.</summary>
internal sealed class ExecutionEndedConsumer(ScheduleWriter writer) : IConsumer<ExecutionEnded>
{
    public Task Consume(ConsumeContext<ExecutionEnded> context) => writer.EndAsync(context.Message, context.CancellationToken);
}
