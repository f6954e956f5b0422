using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;

namespace AgentPlatform.EndToEnd.Tests.Platform;

/// <summary>One person's browser as the Gateway sees it: a session cookie and JSON.</summary>
internal sealed class PlatformClient(IPlatform platform) : IDisposable
{
    private readonly HttpClient _http = new(new SocketsHttpHandler { UseCookies = false }) { Timeout = Patience.Limit };

    /// <summary>The session cookie, as it is sent back.</summary>
    public string Cookie { get; private set; } = "";

    public IPlatform Platform => platform;

    /// <summary>A new guest.</summary>
    public static async Task<PlatformClient> SignInAsync(IPlatform platform, string locale = "ko", string timeZone = "Asia/Seoul")
    {
        var client = new PlatformClient(platform);
        await client.PostAsync("/api/session", new { locale, timeZone });
        return client;
    }

    public async Task<Answer> SendAsync(HttpMethod method, string path, object? body = null, string? idempotencyKey = null)
    {
        using var request = new HttpRequestMessage(method, new Uri(platform.Url, path));
        if (Cookie.Length > 0)
        {
            request.Headers.Add("Cookie", Cookie);
        }

        if (idempotencyKey is not null)
        {
            request.Headers.Add("Idempotency-Key", idempotencyKey);
        }

        request.Content = body is null ? null : JsonContent.Create(body);
        using var response = await _http.SendAsync(request, TestContext.Current.CancellationToken);
        if (response.Headers.TryGetValues("Set-Cookie", out var cookies))
        {
            Cookie = cookies.Single().Split(';')[0];
        }

        return new Answer(response.StatusCode, response.Content.Headers.ContentType?.MediaType, await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }

    public Task<JsonNode> GetAsync(string path) => ExpectAsync(HttpMethod.Get, path, null, HttpStatusCode.OK);

    public Task<JsonNode> PatchAsync(string path, object body) => ExpectAsync(HttpMethod.Patch, path, body, HttpStatusCode.OK);

    public Task<JsonNode> PostAsync(string path, object? body = null) => ExpectAsync(HttpMethod.Post, path, body, HttpStatusCode.OK, HttpStatusCode.Created, HttpStatusCode.Accepted);

    /// <summary>All items of a list.</summary>
    public async Task<IReadOnlyList<JsonNode>> ListAsync(string path)
    {
        var items = new List<JsonNode>();
        string? cursor = null;
        do
        {
            var page = await GetAsync($"{path}{(path.Contains('?', StringComparison.Ordinal) ? '&' : '?')}limit=100{(cursor is null ? "" : $"&cursor={Uri.EscapeDataString(cursor)}")}");
            items.AddRange(page.Items());
            cursor = page.Text("nextCursor");
        }
        while (cursor is not null);
        return items;
    }

    /// <summary>Everything that a stream of server-sent events says until it ends.</summary>
    public async Task<IReadOnlyList<string>> ReadEventsAsync(string path)
    {
        var answer = await SendAsync(HttpMethod.Get, path);
        Assert.Equal("text/event-stream", answer.ContentType);
        return answer.Text.Split("\n\n", StringSplitOptions.RemoveEmptyEntries);
    }

    /// <summary>What those server-sent events carry that are of one kind.</summary>
    public static IEnumerable<JsonNode> DataOf(IEnumerable<string> events, string kind) => events
        .Where(text => text.Contains($"event: {kind}", StringComparison.Ordinal))
        .Select(text => JsonNode.Parse(text.Split('\n').Single(line => line.StartsWith("data: ", StringComparison.Ordinal))[6..])!);

    public void Dispose() => _http.Dispose();

    private async Task<JsonNode> ExpectAsync(HttpMethod method, string path, object? body, params HttpStatusCode[] expected)
    {
        var answer = await SendAsync(method, path, body);
        Assert.True(expected.Contains(answer.Status), $"{method} {path} answered {(int)answer.Status}: {answer.Text}");
        return answer.Json;
    }
}
