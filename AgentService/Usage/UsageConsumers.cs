using AgentPlatform.Contracts.Messages;
using MassTransit;

namespace AgentService.Usage;

/// <summary>Counts runs as they end.</summary>
internal sealed class ExecutionEndedConsumer(UsageLedger ledger) : IConsumer<ExecutionEnded>
{
    public Task Consume(ConsumeContext<ExecutionEnded> context) => ledger.CountAsync(context.Message, context.CancellationToken);
}

/// <summary>Counts answers of the chat as they end.</summary>
internal sealed class ChatTurnEndedConsumer(UsageLedger ledger) : IConsumer<ChatTurnEnded>
{
    public Task Consume(ConsumeContext<ChatTurnEnded> context) => ledger.CountAsync(context.Message, context.CancellationToken);
}
