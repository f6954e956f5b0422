using System.Net.WebSockets;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace ChatService.Tests;

/// <summary>A frame as it came, to the byte.</summary>
internal sealed record ReceivedFrame(string Text)
{
    public JsonNode Json { get; } = JsonNode.Parse(Text)!;

    public string Type => (string)Json["type"]!;

    public long? Seq => (long?)Json["seq"];

    public string? MessageId => (string?)Json["messageId"];

    public bool Equals(ReceivedFrame? other) => Text == other?.Text;

    public override int GetHashCode() => Text.GetHashCode(StringComparison.Ordinal);
}

/// <summary>A client's end of a socket.</summary>
internal sealed class ChatSocket(WebSocket socket) : IAsyncDisposable
{
    private readonly byte[] _buffer = new byte[1024 * 1024];

    /// <summary>All frames so far, but <c>ready</c> and <c>pong</c>.</summary>
    public List<ReceivedFrame> Seen { get; } = [];

    /// <summary>The <c>seq</c> of <c>ready</c>.</summary>
    public long ReadySeq { get; private set; }

    public string Content => string.Concat(Seen.Where(frame => frame.Type == "delta").Select(frame => (string?)frame.Json["text"]));

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    public async Task ReadReadyAsync()
    {
        var ready = await ReceiveAsync();
        Assert.Equal("ready", ready?.Type);
        ReadySeq = ready!.Seq!.Value;
    }

    public Task SendAsync(object frame) => SendAsync(JsonSerializer.Serialize(frame));

    public Task SendAsync(string text, WebSocketMessageType type = WebSocketMessageType.Text) => socket.SendAsync(Encoding.UTF8.GetBytes(text), type, true, Cancelled);

    public Task SayAsync(string id, string content, string? whenBusy = null) => SendAsync(whenBusy is null ? new { type = "message", id, content } : new { type = "message", id, content, whenBusy });

    /// <summary>The next frame; null when the server has closed.</summary>
    public async Task<ReceivedFrame?> NextAsync()
    {
        var frame = await ReceiveAsync();
        if (frame is { Seq: not null })
        {
            Seen.Add(frame);
        }

        return frame;
    }

    /// <summary>Reads up to a frame that fits.</summary>
    public async Task<ReceivedFrame> UntilAsync(Func<ReceivedFrame, bool> fits, string what)
    {
        while (await NextAsync() is { } frame)
        {
            if (fits(frame))
            {
                return frame;
            }
        }

        throw new InvalidOperationException($"The socket closed before {what} came; seen: {string.Join(", ", Seen.Select(frame => frame.Text))}");
    }

    public Task<ReceivedFrame> UntilAsync(string type) => UntilAsync(frame => frame.Type == type, type);

    /// <summary>Says something and reads its answer to the end.</summary>
    public async Task<ReceivedFrame> AskAsync(string id, string content)
    {
        await SayAsync(id, content);
        return await UntilAsync("done");
    }

    /// <summary>Reads what is still to come, up to a frame with that number.</summary>
    public async Task<IReadOnlyList<ReceivedFrame>> ReadToAsync(long seq)
    {
        while (Seen.Count == 0 || Seen[^1].Seq < seq)
        {
            if (await NextAsync() is null)
            {
                throw new InvalidOperationException($"The socket closed before frame {seq} came.");
            }
        }

        return Seen;
    }

    public async ValueTask DisposeAsync()
    {
        if (socket.State == WebSocketState.Open)
        {
            await socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, null, CancellationToken.None);
        }

        socket.Dispose();
    }

    private async Task<ReceivedFrame?> ReceiveAsync()
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(Cancelled);
        patience.CancelAfter(ChatApp.Patience);
        var length = 0;
        while (true)
        {
            ValueWebSocketReceiveResult received;
            try
            {
                received = await socket.ReceiveAsync(_buffer.AsMemory(length), patience.Token);
            }
            catch (OperationCanceledException) when (!Cancelled.IsCancellationRequested)
            {
                throw new TimeoutException($"No frame came; seen: {string.Join(", ", Seen.Select(frame => frame.Text))}");
            }
            catch (Exception exception) when (exception is WebSocketException or IOException)
            {
                return null;
            }

            if (received.MessageType == WebSocketMessageType.Close)
            {
                return null;
            }

            length += received.Count;
            if (received.EndOfMessage)
            {
                return new ReceivedFrame(Encoding.UTF8.GetString(_buffer, 0, length));
            }
        }
    }
}
