using System.Globalization;
using AgentPlatform.ServiceDefaults.Identity;
using AgentPlatform.ServiceDefaults.Problems;
using ChatService.Cards;
using ChatService.Conversations;
using Microsoft.AspNetCore.Mvc;

namespace ChatService.Sockets;

/// <summary><c>GET /workspace</c>: a conversation over a WebSocket. The Gateway has checked the origin and the user.</summary>
internal static class ChatSocketEndpoint
{
    public static void MapChatSocket(this IEndpointRouteBuilder app) =>
        app.MapGet("/workspace", OpenAsync).WithTags("Conversations").WithName("openWorkspace").ProducesProblem(400).ProducesProblem(401).ProducesProblem(404);

    private static async Task OpenAsync(
        [FromQuery] string? conversation,
        [FromQuery] string? after,
        Caller caller,
        HttpContext context,
        LiveConversations conversations,
        CardActions actions,
        ILogger<ChatSocketSession> logger,
        CancellationToken cancellationToken)
    {
        if (!context.WebSockets.IsWebSocketRequest)
        {
            await Problem.Validation("upgrade", "Open a WebSocket here.").ExecuteAsync(context);
            return;
        }

        if (string.IsNullOrEmpty(conversation))
        {
            await Problem.Validation("conversation", "Name a conversation; POST /api/conversations makes one.").ExecuteAsync(context);
            return;
        }

        long? from = null;
        if (after is not null)
        {
            if (!long.TryParse(after, NumberStyles.None, CultureInfo.InvariantCulture, out var seq))
            {
                await Problem.Validation("after", "Give the seq of the last frame that was received.").ExecuteAsync(context);
                return;
            }

            from = seq;
        }

        using var lease = await conversations.OpenAsync(caller.UserId, conversation, cancellationToken);
        if (lease is null)
        {
            await Problem.NotFound().ExecuteAsync(context);
            return;
        }

        if (from is { } received)
        {
            // Another replica may have sent what this one has not read yet; it would be sent again.
            await lease.Value.CatchUpAsync(received, cancellationToken);
        }

        using var socket = await context.WebSockets.AcceptWebSocketAsync();
        using var session = new ChatSocketSession(socket, lease.Value, caller, actions, conversations.Options, conversations.Clock, logger);
        SocketMetrics.Active.Add(1);
        try
        {
            await session.RunAsync(from, CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, conversations.Stopping));
        }
        finally
        {
            SocketMetrics.Active.Add(-1);
        }
    }
}
