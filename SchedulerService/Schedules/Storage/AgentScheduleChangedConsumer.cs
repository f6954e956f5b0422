using AgentPlatform.Contracts.Messages;
using MassTransit;

namespace SchedulerService.Schedules.Storage;

/// <summary>Takes over an agent's schedule; what comes late is dropped by its revision.</summary>
internal sealed class AgentScheduleChangedConsumer(ScheduleWriter writer) : IConsumer<AgentScheduleChanged>
{
    public Task Consume(ConsumeContext<AgentScheduleChanged> context) => writer.ChangeAsync(context.Message, context.CancellationToken);
}
