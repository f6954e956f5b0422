using System.Text;
using AgentPlatform.Contracts;
using AgentPlatform.Contracts.Conversations;
using AgentPlatform.ServiceDefaults;
using AgentPlatform.ServiceDefaults.Idempotency;
using AgentPlatform.ServiceDefaults.Identity;
using AgentPlatform.ServiceDefaults.Logs;
using AgentPlatform.ServiceDefaults.Paging;
using AgentPlatform.ServiceDefaults.Problems;
using ChatService.Frames;
using ChatService.Turns;
using Microsoft.AspNetCore.Http.HttpResults;

namespace ChatService.Conversations;

/// <summary><c>/api/conversations/{id}/messages</c>.</summary>
internal static class MessageEndpoints
{
    /// <summary>When a client whose messages wait in the queue may ask again: answers take seconds.</summary>
    private const string RetryAfterSeconds = "5";

    public static void MapMessages(this IEndpointRouteBuilder app)
    {
        var messages = app.MapGroup("/api/conversations/{id}/messages").WithTags("Conversations").ProducesProblem(401).ProducesProblem(404);
        messages.MapGet("", ListAsync).WithName("listMessages").ProducesProblem(400);
        messages.MapPost("", PostAsync).WithName("postMessage").Produces(200, contentType: "text/event-stream").ProducesProblem(400).ProducesProblem(422);
    }

    private static async Task<Results<Ok<Page<MessageView>>, ProblemHttpResult>> ListAsync(
        string id, [AsParameters] PageQuery page, Caller caller, ConversationStore store, CancellationToken cancellationToken)
    {
        if (await store.FindAsync(caller.UserId, id, cancellationToken) is null)
        {
            return Problem.NotFound();
        }

        var (found, problem) = await store.ListMessagesAsync(id, page, cancellationToken);
        if (found is null)
        {
            return problem!;
        }

        var views = new List<MessageView>();
        foreach (var message in found.Items)
        {
            views.Add((message.Status == MessageStatus.Streaming ? await SoFarAsync(store, id, message, cancellationToken) : message).ToView());
        }

        return TypedResults.Ok(new Page<MessageView>(views, found.NextCursor));
    }

    /// <summary>An answer that is being written, as far as clients have been sent it.</summary>
    private static async Task<MessageState> SoFarAsync(ConversationStore store, string id, MessageState message, CancellationToken cancellationToken)
    {
        var progress = await TurnProgress.ReadAsync(new AppendLog(store.Frames(id)), message.StartedAfter, message.Id, cancellationToken);
        return message with { Content = progress.Text, Parts = progress.Parts };
    }

    /// <summary>Takes a message and streams the frames up to the end of its answer, for callers without a WebSocket.</summary>
    private static async Task PostAsync(string id, NewMessage message, Caller caller, HttpContext context, LiveConversations conversations, CancellationToken cancellationToken)
    {
        using var lease = await conversations.OpenAsync(caller.UserId, id, cancellationToken);
        if (lease is null)
        {
            await Problem.NotFound().ExecuteAsync(context);
            return;
        }

        if (string.IsNullOrWhiteSpace(message.Content))
        {
            await Problem.Validation("content", "The message must not be empty.").ExecuteAsync(context);
            return;
        }

        var key = context.Request.Headers.TryGetValue(IdempotencyKey.Header, out var keys) ? keys.ToString() : null;
        if (key is not null && IdempotencyKey.Check(key) is { } wrong)
        {
            await wrong.ExecuteAsync(context);
            return;
        }

        // A message is taken once by its id; the key is one, so that a repeat is told the same answer.
        var conversation = lease.Value;
        var clientId = message.Id ?? (key is null ? RandomId.New() : RandomId.From("key", key));
        var after = conversation.Tail.Last;
        try
        {
            await conversation.AcceptAsync(caller, new MessageFrame(clientId, message.Content), cancellationToken);
        }
        catch (ConversationGoneException)
        {
            await Problem.NotFound().ExecuteAsync(context);
            return;
        }

        if (await conversation.FindAcceptedAsync(clientId, cancellationToken) is not { } accepted)
        {
            context.Response.Headers.RetryAfter = RetryAfterSeconds;
            await Problem.Of(ProblemCodes.RateLimited, "Too many messages wait in this conversation.").ExecuteAsync(context);
            return;
        }

        if (key is not null && accepted.Content != message.Content)
        {
            await IdempotencyKey.Mismatch().ExecuteAsync(context);
            return;
        }

        // A message that was taken before: its answer is told from its beginning, which is the entry after its acknowledgement.
        var answer = await conversations.Store.FindMessageAsync(id, accepted.CounterpartId, cancellationToken);
        context.Response.ContentType = "text/event-stream";
        context.Response.Headers.CacheControl = "no-cache";
        var from = Math.Min(after, answer is { Status: not MessageStatus.Queued } ? answer.StartedAfter - 1 : after);
        await StreamAsync(context, conversation.Tail, from, accepted.CounterpartId, cancellationToken);
    }

    private static async Task StreamAsync(HttpContext context, LogTail tail, long after, string answerId, CancellationToken cancellationToken)
    {
        await foreach (var (seq, entry) in tail.FollowAsync(after, cancellationToken))
        {
            var type = LogEntry.TypeOf(entry);
            if (type == Frame.DoneType && seq == after + 1)
            {
                // The end of the answer before.
                continue;
            }

            await context.Response.WriteAsync($"id: {seq}\nevent: {type}\ndata: {entry}\n\n", Encoding.UTF8, cancellationToken);
            if (seq >= tail.Last)
            {
                await context.Response.Body.FlushAsync(cancellationToken);
            }

            if (type == Frame.DoneType && LoggedFrame.Read(entry).MessageId == answerId)
            {
                return;
            }
        }
    }
}
