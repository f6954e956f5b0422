using System.Text.Json.Nodes;
using AgentPlatform.Contracts.Messages;
using ChatService.Conversations;
using ChatService.Designing;
using MassTransit;

namespace ChatService.Cards;

/// <summary>Shows the end of a run on the card that started it.</summary>
internal sealed class RunEndedConsumer(ConversationStore store, LiveConversations conversations) : IConsumer<ExecutionEnded>
{
    public async Task Consume(ConsumeContext<ExecutionEnded> context)
    {
        var ended = context.Message;
        var run = await store.Run(ended.ExecutionId).GetSnapshotAsync(context.CancellationToken);
        if (!run.Exists)
        {
            return;
        }

        using var lease = await conversations.OpenAsync(run.GetValue<string>("userId"), run.GetValue<string>("conversationId"), context.CancellationToken);
        if (lease is not null)
        {
            await lease.Value.ChangePartAsync(run.GetValue<string>("messageId"), Parts.RunId(ended.ExecutionId), known => End(known, ended), context.CancellationToken);
        }

        await run.Reference.DeleteAsync(null, context.CancellationToken);
    }

    private static JsonObject End(JsonObject? known, ExecutionEnded ended)
    {
        var part = known ?? new JsonObject { ["id"] = Parts.RunId(ended.ExecutionId), ["type"] = Parts.Run, ["executionId"] = ended.ExecutionId, ["agentId"] = ended.AgentId };
        part["status"] = ended.Status;
        part["result"] = ended.Result;
        part["error"] = Parts.Node(ended.Error);
        part["tokenUsage"] = Parts.Node(ended.TokenUsage);
        return part;
    }
}
