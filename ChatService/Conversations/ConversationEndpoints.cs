using AgentPlatform.Contracts;
using AgentPlatform.Contracts.Conversations;
using AgentPlatform.ServiceDefaults.Idempotency;
using AgentPlatform.ServiceDefaults.Identity;
using AgentPlatform.ServiceDefaults.Paging;
using AgentPlatform.ServiceDefaults.Problems;
using ChatService.Platform;
using Grpc.Core;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace ChatService.Conversations;

/// <summary><c>/api/conversations</c>.</summary>
internal static class ConversationEndpoints
{
    public static void MapConversations(this IEndpointRouteBuilder app)
    {
        var conversations = app.MapGroup("/api/conversations").WithTags("Conversations").ProducesProblem(401);
        conversations.MapPost("", CreateAsync).WithName("createConversation").WithIdempotency().ProducesProblem(400).ProducesProblem(404).ProducesProblem(422);
        conversations.MapGet("", ListAsync).WithName("listConversations").ProducesProblem(400);
        conversations.MapGet("{id}", GetAsync).WithName("getConversation").ProducesProblem(404);
        conversations.MapPatch("{id}", PatchAsync).WithName("patchConversation").ProducesProblem(400).ProducesProblem(404).ProducesProblem(412);
        conversations.MapDelete("{id}", DeleteAsync).WithName("deleteConversation").ProducesProblem(404).ProducesProblem(412);
    }

    private static async Task<Results<Created<ConversationView>, ProblemHttpResult>> CreateAsync(
        NewConversation body, Caller caller, HttpContext context, ConversationStore store, AgentClient agents, TimeProvider clock, CancellationToken cancellationToken)
    {
        if (body.AgentId is not null && await agents.FindAsync(caller, body.AgentId, cancellationToken) is null)
        {
            return Problem.NotFound();
        }

        var now = clock.GetUtcNow();
        var conversation = new ConversationState { Id = context.NewResourceId(), UserId = caller.UserId, AgentId = body.AgentId, Title = body.Title, CreatedAt = now, UpdatedAt = now };
        try
        {
            await store.CreateAsync(conversation, cancellationToken);
        }
        catch (RpcException exception) when (exception.StatusCode == StatusCode.AlreadyExists)
        {
            conversation = (await store.FindAsync(caller.UserId, conversation.Id, cancellationToken))!;
        }

        return TypedResults.Created($"/api/conversations/{conversation.Id}", conversation.ToView());
    }

    private static async Task<Results<Ok<Page<ConversationView>>, ProblemHttpResult>> ListAsync([AsParameters] PageQuery page, Caller caller, ConversationStore store, CancellationToken cancellationToken)
    {
        var (found, problem) = await store.ListAsync(caller.UserId, page, cancellationToken);
        return found is null ? problem! : TypedResults.Ok(new Page<ConversationView>([.. found.Items.Select(item => item.ToView())], found.NextCursor));
    }

    private static async Task<Results<Ok<ConversationView>, ProblemHttpResult>> GetAsync(string id, Caller caller, HttpContext context, ConversationStore store, CancellationToken cancellationToken) =>
        await store.FindAsync(caller.UserId, id, cancellationToken) is { } conversation ? Answer(context, conversation) : Problem.NotFound();

    private static async Task<Results<Ok<ConversationView>, ProblemHttpResult>> PatchAsync(
        string id, ConversationPatch patch, [FromHeader(Name = "If-Match")] string? ifMatch, Caller caller, HttpContext context, LiveConversations conversations, CancellationToken cancellationToken)
    {
        using var lease = await conversations.OpenAsync(caller.UserId, id, cancellationToken);
        if (lease is null)
        {
            return Problem.NotFound();
        }

        if (!IfMatch.Holds(ifMatch, lease.Value.State.ETag))
        {
            return Problem.PreconditionFailed();
        }

        return Answer(context, patch.Title is null ? lease.Value.State : await lease.Value.RenameAsync(patch.Title, cancellationToken));
    }

    private static async Task<Results<NoContent, ProblemHttpResult>> DeleteAsync(
        string id, [FromHeader(Name = "If-Match")] string? ifMatch, Caller caller, LiveConversations conversations, CancellationToken cancellationToken)
    {
        using var lease = await conversations.OpenAsync(caller.UserId, id, cancellationToken);
        if (lease is null)
        {
            return Problem.NotFound();
        }

        if (!IfMatch.Holds(ifMatch, lease.Value.State.ETag))
        {
            return Problem.PreconditionFailed();
        }

        try
        {
            await lease.Value.DeleteAsync(cancellationToken);
            return TypedResults.NoContent();
        }
        catch (ConversationGoneException)
        {
            return Problem.NotFound();
        }
    }

    private static Ok<ConversationView> Answer(HttpContext context, ConversationState conversation)
    {
        context.Response.Headers.ETag = conversation.ETag;
        return TypedResults.Ok(conversation.ToView());
    }
}
