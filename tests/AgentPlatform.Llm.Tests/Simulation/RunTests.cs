using System.Text.Json;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Time.Testing;

namespace AgentPlatform.Llm.Tests.Simulation;

public sealed class RunTests
{
    private static readonly CancellationToken Token = TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("당신은 ‘주식 요약’ 작업을 맡은 에이전트입니다.", "# 주식 요약", "시뮬레이션 결과")]
    [InlineData("매일 아침 뉴스를 요약해 줘.\n\nYou run unattended as the agent \"A\". There is nobody to ask: decide, do the job with the tools you have.", "# 매일 아침 뉴스를 요약해 줘.", "시뮬레이션 결과")]
    [InlineData("You are the agent for “Stock brief”. Do it.", "# Stock brief", "Simulated result")]
    [InlineData("Summarize the news in three lines.", "# Summarize the news in three lines.", "Simulated result")]
    public async Task A_run_looks_at_the_clock_writes_the_report_and_says_so(string prompt, string title, string note)
    {
        var (calls, text, messages) = await RunAsync(prompt, ["clock", "list_files", "read_file", "write_file"], """{"now":"2026-11-22T09:00:00+09:00"}""", """{"bytes":12}""");

        Assert.Equal(["clock", "write_file"], calls.Select(call => call.Name));
        Assert.Equal("out/report.md", calls[1].Arguments!["path"]);
        Assert.StartsWith(title, (string)calls[1].Arguments!["content"]!, StringComparison.Ordinal);
        Assert.StartsWith(title, text, StringComparison.Ordinal);
        Assert.Contains(note, text, StringComparison.Ordinal);
        Assert.Contains("2026-11-22T09:00:00+09:00", text, StringComparison.Ordinal);
        Assert.Contains("out/report.md", text, StringComparison.Ordinal);
        Assert.Equal(6, messages);
    }

    [Fact]
    public async Task Without_tools_the_answer_comes_at_once()
    {
        var (calls, text, _) = await RunAsync("Say something.", []);

        Assert.Empty(calls);
        Assert.Contains("Simulated result", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_tool_that_fails_is_admitted()
    {
        var (_, text, _) = await RunAsync("Say something.", ["write_file"], """{"error":{"code":"x","message":"disk full"}}""");

        Assert.Contains("disk full", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_same_messages_have_the_same_answer()
    {
        using var model = new SimulatedChatClient();

        var one = await model.GetStreamingResponseAsync("Say something.", cancellationToken: Token).ToListAsync(Token);
        var two = await model.GetStreamingResponseAsync("Say something.", cancellationToken: Token).ToListAsync(Token);

        Assert.Equal(one.Select(update => (update.Text, update.ResponseId)), two.Select(update => (update.Text, update.ResponseId)));
        Assert.True(one.Count > 5);
        Assert.Single(one, update => update.FinishReason is not null);
    }

    [Fact]
    public async Task Chunks_come_at_the_pace_of_the_clock()
    {
        var clock = new FakeTimeProvider();
        using var model = new SimulatedChatClient(clock, TimeSpan.FromMilliseconds(15));
        await using var updates = model.GetStreamingResponseAsync("Say something.", cancellationToken: Token).GetAsyncEnumerator(Token);

        var first = updates.MoveNextAsync();

        Assert.False(first.IsCompleted);
        clock.Advance(TimeSpan.FromMilliseconds(15));
        Assert.True(await first);
    }

    private static async Task<(List<FunctionCallContent> Calls, string Text, int Messages)> RunAsync(string prompt, string[] tools, params string[] results)
    {
        using var model = new SimulatedChatClient();
        var options = new ChatOptions { Tools = [.. tools.Select(name => AIFunctionFactory.CreateDeclaration(name, null, JsonElement.Parse("""{"type":"object"}""")))] };
        var messages = new List<ChatMessage> { new(ChatRole.System, prompt), new(ChatRole.User, "Run now.") };
        var calls = new List<FunctionCallContent>();
        while (true)
        {
            var answer = await model.GetResponseAsync(messages, options, Token);
            messages.AddMessages(answer);
            if (answer.Messages.SelectMany(message => message.Contents).OfType<FunctionCallContent>().SingleOrDefault() is not { } call)
            {
                return (calls, answer.Text, messages.Count - 1);
            }

            messages.Add(new ChatMessage(ChatRole.Tool, [new FunctionResultContent(call.CallId, results[calls.Count])]));
            calls.Add(call);
        }
    }
}
