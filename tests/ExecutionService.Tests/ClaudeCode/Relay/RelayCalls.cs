using System.Net;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace ExecutionService.Tests.ClaudeCode.Relay;

/// <summary>What the program in the sandbox asks the relay, and what it is told.</summary>
internal static class RelayCalls
{
    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    public static async Task AssertErrorAsync(HttpResponseMessage answer, HttpStatusCode status, string type, string words)
    {
        var text = await answer.Content.ReadAsStringAsync(Cancelled);
        Assert.Equal(status, answer.StatusCode);
        var body = JsonNode.Parse(text)!;
        Assert.Equal(("error", type), ((string?)body["type"], (string?)body["error"]!["type"]));
        Assert.Contains(words, (string?)body["error"]!["message"], StringComparison.Ordinal);
        Assert.DoesNotContain(RelayApp.Key, $"{text}{answer}", StringComparison.Ordinal);
    }

    public static async Task ReadUntilAsync(StreamReader reader, string text)
    {
        while (await reader.ReadLineAsync(Cancelled).AsTask().WaitAsync(ExecutionApp.Patience, Cancelled) is { } line)
        {
            if (line.Contains(text, StringComparison.Ordinal))
            {
                return;
            }
        }

        Assert.Fail($"The stream ended before '{text}'.");
    }

    public static StringContent Body(string model = RelayApp.Model, bool stream = false, string text = "hi", int maxTokens = 1000) =>
        new(JsonSerializer.Serialize(new { model, max_tokens = maxTokens, stream, messages = new[] { new { role = "user", content = text } } }), Encoding.UTF8, "application/json");
}
