using System.Net;
using System.Net.WebSockets;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace AgentPlatform.EndToEnd.Tests.Platform;

/// <summary>A conversation's WebSocket as a page uses it: it keeps every frame, and comes back with <c>after=</c>.</summary>
internal sealed class ChatClient(PlatformClient client, string conversationId) : IAsyncDisposable
{
    private static readonly TimeSpan ConnectLimit = TimeSpan.FromSeconds(15);

    private readonly Lock _gate = new();
    private readonly List<JsonNode> _frames = [];
    private TaskCompletionSource _changed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private ClientWebSocket? _socket;
    private Task _receiving = Task.CompletedTask;
    private long? _last;

    /// <summary>Every numbered frame so far.</summary>
    public IReadOnlyList<JsonNode> Frames
    {
        get
        {
            lock (_gate)
            {
                return [.. _frames];
            }
        }
    }

    /// <summary>Numbers that did not follow their predecessor.</summary>
    public List<string> Gaps { get; } = [];

    /// <summary>Opens the socket, after the last frame that is known if there is one.</summary>
    public Task ConnectAsync(long? after = null) => OpenAsync(after, TestContext.Current.CancellationToken);

    private async Task OpenAsync(long? after, CancellationToken cancellationToken)
    {
        await AbortAsync();
        _last = after ?? _last;
        _socket = new ClientWebSocket();
        _socket.Options.SetRequestHeader("Cookie", client.Cookie);
        _socket.Options.CollectHttpResponseDetails = true;
        var address = new UriBuilder(client.Platform.Url) { Scheme = "ws", Path = "/workspace", Query = $"conversation={conversationId}{(_last is null ? "" : $"&after={_last}")}" };
        await _socket.ConnectAsync(address.Uri, cancellationToken);
        var ready = await ReceiveAsync(_socket, cancellationToken) ?? throw new InvalidOperationException("The socket closed at once.");
        Assert.Equal(("ready", conversationId), (ready.Text("type"), ready.Text("conversationId")));
        _last ??= ready.Number("seq");
        _receiving = ReceiveAllAsync(_socket, TestContext.Current.CancellationToken);
    }

    /// <summary>What a page does when its connection is gone: tries until somebody takes it.</summary>
    public Task ReconnectAsync() => Patience.PollAsync("a connection", TryConnectAsync, connected => connected);

    /// <summary>Opens the socket again; false when nobody takes it in time.</summary>
    public async Task<bool> TryConnectAsync()
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        limit.CancelAfter(ConnectLimit);
        try
        {
            await OpenAsync(null, limit.Token);
            return true;
        }
        catch (Exception exception) when (exception is WebSocketException || (exception is OperationCanceledException && !TestContext.Current.CancellationToken.IsCancellationRequested))
        {
            return false;
        }
    }

    /// <summary>The status with which the Gateway refuses the socket.</summary>
    public async Task<HttpStatusCode> RefusalAsync()
    {
        await Assert.ThrowsAsync<WebSocketException>(() => ConnectAsync());
        return _socket!.HttpStatusCode;
    }

    /// <summary>Sends a frame; false when the connection is gone.</summary>
    public async Task<bool> TrySendAsync(object frame)
    {
        try
        {
            await _socket!.SendAsync(JsonSerializer.SerializeToUtf8Bytes(frame), WebSocketMessageType.Text, true, TestContext.Current.CancellationToken);
            return true;
        }
        catch (Exception exception) when (exception is WebSocketException or ObjectDisposedException or InvalidOperationException)
        {
            return false;
        }
    }

    public async Task SendAsync(object frame) => Assert.True(await TrySendAsync(frame), "The connection is gone.");

    /// <summary>The first frame that fits, now or later.</summary>
    public async Task<JsonNode> WaitForAsync(string what, Func<JsonNode, bool> fits) =>
        await TryWaitForAsync(fits, Patience.Limit)
            ?? throw new TimeoutException($"Missing after {Patience.Limit.TotalSeconds} s: {what}. Newest frames:\n{string.Join('\n', Frames.TakeLast(5).Select(frame => frame.ToJsonString()))}");

    /// <summary>The first frame that fits, now or within a time.</summary>
    public async Task<JsonNode?> TryWaitForAsync(Func<JsonNode, bool> fits, TimeSpan atMost)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        limit.CancelAfter(atMost);
        while (true)
        {
            Task changed;
            lock (_gate)
            {
                if (_frames.FirstOrDefault(fits) is { } found)
                {
                    return found;
                }

                changed = _changed.Task;
            }

            try
            {
                await changed.WaitAsync(limit.Token);
            }
            catch (OperationCanceledException) when (!TestContext.Current.CancellationToken.IsCancellationRequested)
            {
                return null;
            }
        }
    }

    /// <summary>True when the platform ended the connection with a close frame, false when it was cut off.</summary>
    public async Task<bool> WasClosedAsync()
    {
        await Patience.AwaitAsync("the end of the connection", _receiving.ContinueWith(_ => true, TaskScheduler.Default));
        return _socket!.CloseStatus == WebSocketCloseStatus.NormalClosure;
    }

    /// <summary>Text of an answer as the frames tell it.</summary>
    public string TextOf(string messageId) =>
        string.Concat(Frames.Where(frame => frame.Text("type") == "delta" && frame.Text("messageId") == messageId).Select(frame => frame.Text("text")));

    /// <summary>Leaves as a page does that is closed.</summary>
    public async ValueTask DisposeAsync()
    {
        if (_socket is { State: WebSocketState.Open })
        {
            await _socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, null, TestContext.Current.CancellationToken);
            await Patience.AwaitAsync("the platform's side of the close", _receiving.ContinueWith(_ => true, TaskScheduler.Default));
        }

        await AbortAsync();
    }

    private async Task AbortAsync()
    {
        _socket?.Abort();
        await _receiving;
        _socket?.Dispose();
    }

    private async Task ReceiveAllAsync(ClientWebSocket socket, CancellationToken cancellationToken)
    {
        try
        {
            while (await ReceiveAsync(socket, cancellationToken) is { } frame)
            {
                Add(frame);
            }

            await socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, null, cancellationToken);
        }
        catch (Exception exception) when (exception is WebSocketException or OperationCanceledException or ObjectDisposedException)
        {
            // The platform was killed or the test has ended: what was received stays.
        }
    }

    private void Add(JsonNode frame)
    {
        lock (_gate)
        {
            if (frame.Text("type") != "pong")
            {
                var seq = frame.Number("seq");
                if (seq != _last + 1)
                {
                    Gaps.Add($"{seq} after {_last}");
                }

                _last = seq;
            }

            _frames.Add(frame);
            _changed.TrySetResult();
            _changed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        }
    }

    private static async Task<JsonNode?> ReceiveAsync(ClientWebSocket socket, CancellationToken cancellationToken)
    {
        using var text = new MemoryStream();
        var buffer = new byte[8192];
        while (true)
        {
            var received = await socket.ReceiveAsync(buffer, cancellationToken);
            if (received.MessageType == WebSocketMessageType.Close)
            {
                return null;
            }

            text.Write(buffer, 0, received.Count);
            if (received.EndOfMessage)
            {
                return JsonNode.Parse(text.ToArray());
            }
        }
    }
}
