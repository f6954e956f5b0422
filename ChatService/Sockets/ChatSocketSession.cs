using System.Net.WebSockets;
using System.Text;
using AgentPlatform.Contracts;
using AgentPlatform.ServiceDefaults.Identity;
using AgentPlatform.ServiceDefaults.Telemetry;
using ChatService.Cards;
using ChatService.Conversations;
using ChatService.Frames;

namespace ChatService.Sockets;

/// <summary>
/// One socket. It pulls frames from the conversation's log at the client's pace and holds none of its own, so a client that
/// does not read costs one pending send, and is closed when that takes too long; it comes back with <c>after=</c>.
/// </summary>
internal sealed partial class ChatSocketSession(WebSocket socket, LiveConversation conversation, Caller caller, CardActions actions, ConversationOptions options, TimeProvider clock, ILogger<ChatSocketSession> logger) : IDisposable
{
    /// <summary>Bytes of one frame from a client at most.</summary>
    private const int MaxFrameBytes = 64 * 1024;
    private static readonly TimeSpan Parting = TimeSpan.FromSeconds(5);
    private static readonly byte[] Pong = "{\"type\":\"pong\"}"u8.ToArray();

    private readonly SemaphoreSlim _sending = new(1, 1);
    private int _badFrames;

    /// <summary>Serves the socket until either side ends it. Without <paramref name="after"/> only what comes from now on is sent.</summary>
    public async Task RunAsync(long? after, CancellationTokenSource ending)
    {
        using (ending)
        {
            var last = conversation.Tail.Last;
            await SendAsync(Encoding.UTF8.GetBytes(Frame.Ready(conversation.State.Id, last)), ending.Token);
            var sending = SendFramesAsync(Math.Min(after ?? last, last), ending);
            using var cut = new CancellationTokenSource();
            var receiving = ReceiveUntilEndAsync(ending.Token, cut.Token);
            await Task.WhenAny(receiving, Task.Delay(Timeout.InfiniteTimeSpan, clock, ending.Token));
            await ending.CancelAsync();
            await sending;
            await CloseAsync();
            // Cancelling a pending receive cuts the connection off, so the client is given time to answer the close.
            cut.CancelAfter(Parting);
            await receiving;
        }
    }

    public void Dispose() => _sending.Dispose();

    private async Task SendFramesAsync(long after, CancellationTokenSource ending)
    {
        try
        {
            await foreach (var (_, entry) in conversation.Tail.FollowAsync(after, ending.Token))
            {
                await SendAsync(Encoding.UTF8.GetBytes(entry), ending.Token);
            }
        }
        catch (Exception exception) when (exception is WebSocketException or OperationCanceledException)
        {
            await ending.CancelAsync();
        }
        catch (Exception exception)
        {
            LogFailed(exception, conversation.State.Id);
            await ending.CancelAsync();
        }
    }

    /// <summary>Sends one frame; a client that does not take it in time is cut off.</summary>
    private async Task SendAsync(byte[] frame, CancellationToken cancellationToken)
    {
        await _sending.WaitAsync(cancellationToken);
        try
        {
            var sent = socket.SendAsync(frame, WebSocketMessageType.Text, true, cancellationToken);
            if (!sent.IsCompleted)
            {
                await sent.WaitAsync(TimeSpan.FromSeconds(options.SendTimeoutSeconds), clock, cancellationToken);
            }
        }
        catch (TimeoutException)
        {
            LogSlow(conversation.State.Id, options.SendTimeoutSeconds);
            socket.Abort();
            throw new OperationCanceledException("The client does not read.");
        }
        finally
        {
            _sending.Release();
        }
    }

    private async Task ReceiveUntilEndAsync(CancellationToken cancellationToken, CancellationToken cut)
    {
        try
        {
            await ReceiveAsync(cancellationToken, cut);
        }
        catch (Exception exception) when (exception is WebSocketException or OperationCanceledException)
        {
            // The client is gone, or the process stops: the client comes back with after=.
        }
        catch (Exception exception) when (exception is not ConversationGoneException)
        {
            LogFailed(exception, conversation.State.Id);
        }
        catch (ConversationGoneException)
        {
            // Deleted while it was open: there is nothing more to say.
        }
    }

    private async Task ReceiveAsync(CancellationToken cancellationToken, CancellationToken cut)
    {
        var buffer = new byte[4096];
        var length = 0;
        var tooLarge = false;
        while (true)
        {
            if (length == MaxFrameBytes)
            {
                // The rest is read and dropped.
                tooLarge = true;
                length = 0;
            }
            else if (length == buffer.Length)
            {
                Array.Resize(ref buffer, Math.Min(buffer.Length * 4, MaxFrameBytes));
            }

            var received = await socket.ReceiveAsync(buffer.AsMemory(length), cut);
            if (received.MessageType == WebSocketMessageType.Close)
            {
                return;
            }

            length += received.Count;
            if (received.EndOfMessage)
            {
                await (tooLarge
                    ? RefuseAsync(ProblemCodes.PayloadTooLarge, "A frame may have at most 64 KiB.", cancellationToken)
                    : HandleAsync(received.MessageType == WebSocketMessageType.Text ? buffer.AsMemory(0, length) : default, cancellationToken));
                length = 0;
                tooLarge = false;
            }
        }
    }

    private async Task HandleAsync(ReadOnlyMemory<byte> text, CancellationToken cancellationToken)
    {
        var (frame, reason) = ClientFrame.Read(text.Span);
        if (frame is null)
        {
            await RefuseAsync(ProblemCodes.Validation, reason!, cancellationToken);
            return;
        }

        _badFrames = 0;
        // Below the span of the request that opened the socket.
        using var activity = frame is PingFrame ? null : PlatformTelemetry.Source.StartActivity($"workspace {frame.Kind}", System.Diagnostics.ActivityKind.Server);
        await (frame switch
        {
            ActionFrame action => actions.DoAsync(conversation, caller, action, cancellationToken),
            EditFrame edit => conversation.EditAsync(caller, edit.MessageId, edit.Content, cancellationToken),
            MessageFrame message => conversation.AcceptAsync(caller, message, cancellationToken),
            PingFrame => SendAsync(Pong, cancellationToken),
            RegenerateFrame regenerate => conversation.RegenerateAsync(caller, regenerate.MessageId, cancellationToken),
            _ => conversation.StopAsync(cancellationToken),
        });
    }

    /// <summary>Answers a bad frame with an error; many in a row end the socket.</summary>
    private async Task RefuseAsync(string code, string reason, CancellationToken cancellationToken)
    {
        await conversation.ReportAsync(code, reason, retryable: false, null, cancellationToken);
        if (++_badFrames >= options.MaxBadFrames)
        {
            throw new OperationCanceledException("Too many bad frames.");
        }
    }

    private async Task CloseAsync()
    {
        if (socket.State is not (WebSocketState.Open or WebSocketState.CloseReceived))
        {
            return;
        }

        using var patience = new CancellationTokenSource(Parting);
        try
        {
            await socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, null, patience.Token);
        }
        catch (Exception exception) when (exception is WebSocketException or OperationCanceledException)
        {
            socket.Abort();
        }
    }

    [LoggerMessage(LogLevel.Warning, "The socket of conversation {ConversationId} failed")]
    private partial void LogFailed(Exception exception, string conversationId);

    [LoggerMessage(LogLevel.Information, "A client of conversation {ConversationId} took no frame for {Seconds} s and was cut off")]
    private partial void LogSlow(string conversationId, int seconds);
}
