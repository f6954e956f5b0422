using AgentPlatform.Contracts.Messages;
using MassTransit;

namespace SchedulerService.Schedules.Storage;

/// <summary>Stops the schedule of a deleted agent.</summary>
internal sealed class AgentDeletedConsumer(ScheduleWriter writer) : IConsumer<AgentDeleted>
{
    public Task Consume(ConsumeContext<AgentDeleted> context) => writer.DeleteAsync(context.Message, context.CancellationToken);
}
