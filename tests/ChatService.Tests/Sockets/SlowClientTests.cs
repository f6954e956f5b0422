using System.Net.WebSockets;
using AgentPlatform.ServiceDefaults.Identity;
using ChatService.Cards;
using ChatService.Sockets;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;

namespace ChatService.Tests.Sockets;

public sealed class SlowClientTests
{
    [Fact]
    public async Task A_client_that_never_reads_is_cut_off_and_others_are_not_held_up()
    {
        await using var app = await ChatApp.StartAsync();
        var conversation = await app.CreateAsync();
        using var lease = await app.Conversations.OpenAsync("user", conversation, TestContext.Current.CancellationToken);
        using var deaf = new DeafSocket();
        using var session = new ChatSocketSession(
            deaf, lease!.Value, new Caller("user", "en", "UTC"), app.Service.Services.GetRequiredService<CardActions>(), new ConversationOptions { SendTimeoutSeconds = 1 }, TimeProvider.System, NullLogger<ChatSocketSession>.Instance);
        var serving = session.RunAsync(null, new CancellationTokenSource());
        await using var other = await app.ConnectAsync(conversation);

        for (var message = 0; message < 20; message++)
        {
            await other.AskAsync($"m{message}", "Hi");
        }

        await serving.WaitAsync(ChatApp.Patience, TestContext.Current.CancellationToken);
        Assert.True(deaf.Aborted);
        // One frame waits to be taken, whatever the conversation says meanwhile.
        Assert.Equal(1, deaf.Pending);
    }

    /// <summary>Takes <c>ready</c> and then nothing more.</summary>
    private sealed class DeafSocket : WebSocket
    {
        private readonly TaskCompletionSource _never = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private readonly TaskCompletionSource<WebSocketReceiveResult> _silence = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private int _sent;

        public bool Aborted { get; private set; }

        public int Pending => _sent - 1;

        public override WebSocketCloseStatus? CloseStatus => null;

        public override string? CloseStatusDescription => null;

        public override WebSocketState State => Aborted ? WebSocketState.Aborted : WebSocketState.Open;

        public override string? SubProtocol => null;

        public override void Abort()
        {
            Aborted = true;
            _silence.TrySetException(new WebSocketException(WebSocketError.ConnectionClosedPrematurely));
        }

        public override Task CloseAsync(WebSocketCloseStatus closeStatus, string? statusDescription, CancellationToken cancellationToken) => Task.CompletedTask;

        public override Task CloseOutputAsync(WebSocketCloseStatus closeStatus, string? statusDescription, CancellationToken cancellationToken) => Task.CompletedTask;

        public override void Dispose()
        {
        }

        public override Task<WebSocketReceiveResult> ReceiveAsync(ArraySegment<byte> buffer, CancellationToken cancellationToken) => _silence.Task.WaitAsync(cancellationToken);

        public override Task SendAsync(ArraySegment<byte> buffer, WebSocketMessageType messageType, bool endOfMessage, CancellationToken cancellationToken) =>
            Interlocked.Increment(ref _sent) == 1 ? Task.CompletedTask : _never.Task;
    }
}
