using AgentPlatform.Contracts.Messages;
using MassTransit;

namespace ExecutionService.Workspaces.Leaving;

/// <summary>Removes the workspace of a deleted agent once its runs have ended; the artifacts of its runs stay with their history.</summary>
internal sealed class DeletedAgentWorkspaceConsumer(WorkspaceSweeper sweeper) : IConsumer<AgentDeleted>
{
    public Task Consume(ConsumeContext<AgentDeleted> context) => sweeper.DismissAsync(context.Message.UserId, context.Message.AgentId, context.CancellationToken);
}
