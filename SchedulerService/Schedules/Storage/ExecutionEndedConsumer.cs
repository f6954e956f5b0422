using AgentPlatform.Contracts.Messages;
using MassTransit;

namespace SchedulerService.Schedules.Storage;

/// <summary>Frees the schedule for its next run.</summary>
internal sealed class ExecutionEndedConsumer(ScheduleWriter writer) : IConsumer<ExecutionEnded>
{
    public Task Consume(ConsumeContext<ExecutionEnded> context) => writer.EndAsync(context.Message, context.CancellationToken);
}
