using System.Diagnostics;
using System.Net;
using System.Net.Http.Json;
using System.Net.WebSockets;
using System.Text;
using System.Text.Json;

namespace AgentPlatform.Benchmarks;

/// <summary>One user of the platform, through the Gateway.</summary>
internal sealed class PlatformUser : IDisposable
{
    private const int TurnsPerConversation = 50;

    private readonly CookieContainer _cookies = new();
    private readonly HttpClient _http;
    private readonly Uri _platform;
    private ClientWebSocket _socket = new();
    private readonly byte[] _buffer = new byte[256 * 1024];
    private int _message;

    private PlatformUser(Uri platform)
    {
        _platform = platform;
        _http = new HttpClient(new SocketsHttpHandler { CookieContainer = _cookies }) { BaseAddress = platform };
    }

    public static async Task<PlatformUser> ArriveAsync(Uri platform)
    {
        var user = new PlatformUser(platform);
        (await user._http.PostAsJsonAsync("/api/session", new { locale = "en", timeZone = "UTC" })).EnsureSuccessStatusCode();
        return user;
    }

    /// <summary>Opens a new conversation and its socket.</summary>
    public async Task OpenChatAsync()
    {
        _socket.Dispose();
        _socket = new ClientWebSocket();
        using var answer = await _http.PostAsJsonAsync("/api/conversations", new { });
        var id = (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("id").GetString();
        _socket.Options.Cookies = _cookies;
        await _socket.ConnectAsync(new Uri($"ws://{_platform.Authority}/workspace?conversation={id}"), CancellationToken.None);
        await ReceiveAsync();
    }

    /// <summary>One turn: the time to the first text and to the end of the answer. A new conversation is begun for every fiftieth, outside the time.</summary>
    public async Task<(TimeSpan First, TimeSpan Whole)> TurnAsync()
    {
        if (_message % TurnsPerConversation == 0)
        {
            await OpenChatAsync();
        }

        var started = Stopwatch.GetTimestamp();
        var frame = Encoding.UTF8.GetBytes($$"""{"type":"message","id":"m{{++_message}}","content":"hello"}""");
        await _socket.SendAsync(frame, WebSocketMessageType.Text, true, CancellationToken.None);
        var first = TimeSpan.Zero;
        while (true)
        {
            var length = await ReceiveAsync();
            var type = TypeOf(_buffer.AsSpan(0, length));
            if (first == TimeSpan.Zero && type.SequenceEqual("delta"u8))
            {
                first = Stopwatch.GetElapsedTime(started);
            }
            else if (type.SequenceEqual("done"u8))
            {
                return (first, Stopwatch.GetElapsedTime(started));
            }
            else if (type.SequenceEqual("error"u8))
            {
                throw new InvalidOperationException(Encoding.UTF8.GetString(_buffer, 0, length));
            }
        }
    }

    /// <summary>One test run of a draft, from the request to its end as told by its live events.</summary>
    public async Task<TimeSpan> RunAsync()
    {
        var started = Stopwatch.GetTimestamp();
        using var answer = await _http.PostAsJsonAsync("/api/executions", new { draft = new { name = "bench", finalAgentPrompt = "Answer." } });
        answer.EnsureSuccessStatusCode();
        var id = (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("id").GetString();
        using var events = await _http.GetAsync(new Uri($"/api/executions/{id}/events", UriKind.Relative), HttpCompletionOption.ResponseHeadersRead);
        using var lines = new StreamReader(await events.Content.ReadAsStreamAsync());
        while (await lines.ReadLineAsync() is { } line)
        {
            if (line.StartsWith("data: {\"type\":\"done\"", StringComparison.Ordinal) && !line.Contains("\"success\"", StringComparison.Ordinal))
            {
                throw new InvalidOperationException(line);
            }
        }

        return Stopwatch.GetElapsedTime(started);
    }

    public void Dispose()
    {
        _socket.Dispose();
        _http.Dispose();
    }

    private static ReadOnlySpan<byte> TypeOf(ReadOnlySpan<byte> frame)
    {
        var rest = frame["{\"type\":\"".Length..];
        return rest[..rest.IndexOf((byte)'"')];
    }

    private async Task<int> ReceiveAsync()
    {
        var length = 0;
        while (true)
        {
            var received = await _socket.ReceiveAsync(_buffer.AsMemory(length), CancellationToken.None);
            length += received.Count;
            if (received.MessageType == WebSocketMessageType.Close)
            {
                throw new InvalidOperationException("The socket was closed.");
            }

            if (received.EndOfMessage)
            {
                return length;
            }
        }
    }
}
