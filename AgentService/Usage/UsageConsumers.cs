using AgentPlatform.Contracts.Messages;
using MassTransit;

namespace AgentService.Usage;

/// <summary>Counts runs as they end.</summary>
internal sealed class ExecutionEndedConsumer(UsageLedger ledger) : IConsumer<ExecutionEnded>
{
    public Task Consume(ConsumeContext<ExecutionEnded> context) => ledger.CountAsync(context.Message, context.CancellationToken);
}

/// <summary>Counts answers of the chat soon after they end, those of a moment in one commit.</summary>
internal sealed class ChatTurnEndedConsumer(UsageLedger ledger) : IConsumer<Batch<ChatTurnEnded>>
{
    /// <summary>Messages of one commit: each writes two documents at most, of the 500 that Firestore takes.</summary>
    public const int MaxMessages = 100;

    /// <summary>What an answer waits at most until it is counted.</summary>
    public static readonly TimeSpan MaxWait = TimeSpan.FromMilliseconds(100);

    public Task Consume(ConsumeContext<Batch<ChatTurnEnded>> context) => ledger.CountAsync([.. context.Message.Select(item => item.Message)], context.CancellationToken);
}
