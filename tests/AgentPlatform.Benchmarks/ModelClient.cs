using System.Diagnostics;
using System.Text;

namespace AgentPlatform.Benchmarks;

/// <summary>The floor: the same model, asked directly over HTTP.</summary>
internal sealed class ModelClient(Uri model) : IDisposable
{
    private static readonly byte[] Body = Encoding.UTF8.GetBytes("""{"model":"stand-in","max_tokens":1024,"stream":true,"messages":[{"role":"user","content":"hello"}]}""");

    private readonly HttpClient _http = new(new SocketsHttpHandler { MaxConnectionsPerServer = 256 }) { BaseAddress = model };

    /// <summary>One streamed answer: the time to its first text and to its end.</summary>
    public async Task<(TimeSpan First, TimeSpan Whole)> AskAsync()
    {
        var started = Stopwatch.GetTimestamp();
        using var request = new HttpRequestMessage(HttpMethod.Post, "/v1/messages") { Content = new ByteArrayContent(Body) };
        request.Content.Headers.ContentType = new("application/json");
        using var response = await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        response.EnsureSuccessStatusCode();
        using var lines = new StreamReader(await response.Content.ReadAsStreamAsync());
        var first = TimeSpan.Zero;
        while (await lines.ReadLineAsync() is { } line)
        {
            if (first == TimeSpan.Zero && line.Contains("text_delta", StringComparison.Ordinal))
            {
                first = Stopwatch.GetElapsedTime(started);
            }
        }

        return (first, Stopwatch.GetElapsedTime(started));
    }

    public void Dispose() => _http.Dispose();
}
