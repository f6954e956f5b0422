using System.Text.Json.Nodes;
using AgentPlatform.Contracts;
using AgentPlatform.Contracts.Agents;
using AgentPlatform.Contracts.Executions;
using AgentPlatform.ServiceDefaults;
using AgentPlatform.ServiceDefaults.Identity;
using ChatService.Conversations;
using ChatService.Designing;
using ChatService.Frames;
using ChatService.Platform;

namespace ChatService.Cards;

/// <summary>Does what a click on a card asks for. Doing it twice is harmless.</summary>
internal sealed class CardActions(AgentClient agents, ExecutionClient executions, ConversationStore store)
{
    /// <summary>Does the action, or tells clients why not.</summary>
    public async Task DoAsync(LiveConversation conversation, Caller caller, ActionFrame action, CancellationToken cancellationToken)
    {
        try
        {
            if (await conversation.FindPartAsync(action.MessageId, action.PartId, cancellationToken) is not { } part)
            {
                throw new PlatformRefusal(ProblemCodes.NotFound, "There is no such card.", []);
            }

            await (((string?)part["type"], action.Value) switch
            {
                (Parts.AgentDraft, "activate") => ActivateAsync(conversation, caller, action, part, cancellationToken),
                (Parts.AgentDraft, "save") => SaveAsync(conversation, caller, action, part, cancellationToken),
                (Parts.AgentDraft, "test") => TestAsync(conversation, caller, action, part, cancellationToken),
                (Parts.Choices, var value) => ChooseAsync(conversation, caller, action, part, value, cancellationToken),
                _ => throw new PlatformRefusal(ProblemCodes.Validation, "The card has no such action.", []),
            });
        }
        catch (PlatformRefusal refusal)
        {
            await conversation.ReportAsync(refusal.Code, refusal.Message, retryable: false, action.MessageId, cancellationToken);
        }
        catch (Exception exception) when (exception is HttpRequestException or Polly.ExecutionRejectedException)
        {
            await conversation.ReportAsync(ProblemCodes.Unavailable, "A part of the platform does not answer right now; try again.", retryable: true, action.MessageId, cancellationToken);
        }
    }

    /// <summary>Saves the draft of a card: a new agent, or the next version of the one it was saved as if that is still there.</summary>
    /// <exception cref="PlatformRefusal">AgentService refused the definition.</exception>
    public static async Task<Agent> SaveAsync(AgentClient agents, Caller caller, JsonObject draftPart, string key, CancellationToken cancellationToken)
    {
        var definition = Parts.DefinitionOf(draftPart);
        if ((string?)draftPart["agentId"] is { } agentId)
        {
            if (await agents.FindAsync(caller, agentId, cancellationToken) is not null)
            {
                return await agents.UpdateAsync(caller, agentId, definition, cancellationToken);
            }

            key = $"{key}-{agentId}";
        }

        return await agents.CreateAsync(caller, definition, RandomId.From("save", key), cancellationToken);
    }

    /// <summary>Notes on a card what it was saved as.</summary>
    public static void Mark(JsonObject draftPart, Agent agent)
    {
        draftPart["agentId"] = agent.Id;
        draftPart["agentStatus"] = agent.Status;
    }

    /// <summary>Shows a run on a card of its own, to be found by the run's end; a run that ended before it could be found is asked for its end.</summary>
    public static async Task ShowRunAsync(ConversationStore store, ExecutionClient executions, LiveConversation conversation, Caller caller, string messageId, Execution started, CancellationToken cancellationToken)
    {
        await store.Run(started.Id).SetAsync(
            new Dictionary<string, object?> { ["userId"] = caller.UserId, ["conversationId"] = conversation.State.Id, ["messageId"] = messageId },
            null,
            cancellationToken);
        var now = await executions.GetAsync(caller, started.Id, cancellationToken);
        await conversation.ChangePartAsync(messageId, Parts.RunId(now.Id), known => known ?? Parts.RunOf(now), cancellationToken);
    }

    private async Task SaveAsync(LiveConversation conversation, Caller caller, ActionFrame action, JsonObject part, CancellationToken cancellationToken)
    {
        Mark(part, await SavedAsync(caller, action, part, cancellationToken));
        await conversation.ChangePartAsync(action.MessageId, action.PartId, known => Marked(known, part), cancellationToken);
    }

    private async Task ActivateAsync(LiveConversation conversation, Caller caller, ActionFrame action, JsonObject part, CancellationToken cancellationToken)
    {
        var saved = await SavedAsync(caller, action, part, cancellationToken);
        Mark(part, await agents.ActivateAsync(caller, saved.Id, (string?)part["testExecutionId"], cancellationToken));
        await conversation.ChangePartAsync(action.MessageId, action.PartId, known => Marked(known, part), cancellationToken);
    }

    /// <summary>The agent of a card; a card that has none, or whose agent was deleted, is saved as a new one.</summary>
    private async Task<Agent> SavedAsync(Caller caller, ActionFrame action, JsonObject part, CancellationToken cancellationToken) =>
        ((string?)part["agentId"] is { } agentId ? await agents.FindAsync(caller, agentId, cancellationToken) : null)
            ?? await SaveAsync(agents, caller, part, $"{action.MessageId}-{action.PartId}", cancellationToken);

    private async Task TestAsync(LiveConversation conversation, Caller caller, ActionFrame action, JsonObject part, CancellationToken cancellationToken)
    {
        // A click while the last test still runs shows that test; one after it starts another.
        var last = (string?)part["testExecutionId"];
        var running = last is null ? null : await conversation.FindPartAsync(action.MessageId, Parts.RunId(last), cancellationToken);
        if ((string?)running?["status"] is ExecutionStatus.Queued or ExecutionStatus.Running or ExecutionStatus.Waiting)
        {
            await conversation.ChangePartAsync(action.MessageId, action.PartId, known => known, cancellationToken);
            return;
        }

        var draft = Parts.DefinitionOf(part) with { Schedule = null };
        var execution = await executions.StartAsync(caller, new StartExecutionRequest { Draft = draft }, RandomId.From("test", action.MessageId, action.PartId, last ?? ""), cancellationToken);
        await ShowRunAsync(store, executions, conversation, caller, action.MessageId, execution, cancellationToken);
        await conversation.ChangePartAsync(
            action.MessageId,
            action.PartId,
            known =>
            {
                known!["testExecutionId"] = execution.Id;
                return known;
            },
            cancellationToken);
    }

    private static async Task ChooseAsync(LiveConversation conversation, Caller caller, ActionFrame action, JsonObject part, string value, CancellationToken cancellationToken)
    {
        if (!part["options"]!.AsArray().Any(option => (string?)option!["value"] == value))
        {
            throw new PlatformRefusal(ProblemCodes.Validation, "The card has no such option.", []);
        }

        var chosen = (string?)part["chosen"] ?? value;
        await conversation.ChangePartAsync(
            action.MessageId,
            action.PartId,
            known =>
            {
                known!["chosen"] = chosen;
                return known;
            },
            cancellationToken);
        await conversation.AcceptAsync(caller, new MessageFrame(RandomId.From("choice", action.MessageId, action.PartId), chosen), cancellationToken);
    }

    private static JsonObject Marked(JsonObject? known, JsonObject part)
    {
        var marked = known ?? part;
        marked["agentId"] = part["agentId"]?.DeepClone();
        marked["agentStatus"] = part["agentStatus"]?.DeepClone();
        return marked;
    }
}
