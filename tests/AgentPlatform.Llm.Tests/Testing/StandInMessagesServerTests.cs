using System.Net.Http.Json;
using System.Text.Json;
using AgentPlatform.Testing.StandInMessages;

namespace AgentPlatform.Llm.Tests.Testing;

public sealed class StandInMessagesServerTests
{
    private static readonly CancellationToken Token = TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Fixed_deltas_are_read_by_both_sdks(bool anthropic)
    {
        await using var server = await StandInMessagesServer.StartAsync(new StandInOptions { FixedDeltas = 50 }, Token);
        await using var app = anthropic ? LlmApp.Anthropic(server) : LlmApp.OpenAI(server);

        var updates = await Microsoft.Extensions.AI.ChatClientExtensions.GetStreamingResponseAsync(app.Chat, "hi", cancellationToken: Token).ToListAsync(Token);

        Assert.Equal(50, updates.Count(update => update.Text.Length > 0));
    }

    [Fact]
    public async Task Calls_and_script_are_open_to_other_processes()
    {
        await using var server = await StandInMessagesServer.StartAsync(cancellationToken: Token);
        using var http = new HttpClient { BaseAddress = new Uri(server.Url) };
        var request = new { model = "m", max_tokens = 1000, messages = new[] { new { role = "user", content = "hello" } } };

        await http.PostAsJsonAsync("/script", new[] { StandInAnswer.Failure(529), StandInAnswer.Text("scripted") }, Token);
        var failed = await http.PostAsJsonAsync("/v1/messages", request, Token);
        var scripted = await http.PostAsJsonAsync("/v1/messages", request, Token);
        var simulated = await http.PostAsJsonAsync("/v1/messages", request, Token);
        var calls = await http.GetFromJsonAsync<JsonElement>("/calls", Token);

        Assert.Equal(529, (int)failed.StatusCode);
        Assert.Contains("scripted", await scripted.Content.ReadAsStringAsync(Token), StringComparison.Ordinal);
        Assert.Contains("imulated", await simulated.Content.ReadAsStringAsync(Token), StringComparison.Ordinal);
        Assert.Equal((3, 2), (calls.GetProperty("started").GetInt32(), calls.GetProperty("completed").GetInt32()));
        Assert.Equal(1, calls.GetProperty("calls").GetArrayLength());
    }

    [Theory]
    [InlineData("http://0.0.0.0:0")]
    [InlineData("http://example.com:80")]
    public async Task Only_loopback_is_listened_on(string url) =>
        await Assert.ThrowsAsync<ArgumentException>(() => StandInMessagesServer.StartAsync(new StandInOptions { Url = url }, Token));
}
