using System.Diagnostics;
using AgentPlatform.Contracts;
using AgentPlatform.Testing.StandInMessages;
using Microsoft.Extensions.AI;

namespace AgentPlatform.Llm.Tests.Providers;

public sealed class ProviderTests
{
    private static readonly CancellationToken Token = TestContext.Current.CancellationToken;

    private static readonly AITool Clock = AIFunctionFactory.Create(() => "2026-11-22T09:00:00+09:00", "clock", "The current time.");

    public static TheoryData<bool> BothWires => [true, false];

    [Theory]
    [MemberData(nameof(BothWires))]
    public async Task Text_streams_piece_by_piece_and_ends_with_usage(bool anthropic)
    {
        await using var server = await StandInMessagesServer.StartAsync(cancellationToken: Token);
        server.Script.Always(StandInAnswer.Text("안녕", "하세요 ", "🙂") with { Usage = new StandInUsage(Input: 1200, Output: 42, CacheRead: 4500) });
        await using var app = App(anthropic, server);

        var updates = await app.Chat.GetStreamingResponseAsync("hi", cancellationToken: Token).ToListAsync(Token);

        Assert.Equal(["안녕", "하세요 ", "🙂"], updates.Select(update => update.Text).Where(text => text.Length > 0));
        var answer = updates.ToChatResponse();
        Assert.Equal(ChatFinishReason.Stop, answer.FinishReason);
        Assert.Equal(new TokenUsage(Input: 5700, Output: 42, CacheRead: 4500), UsageReader.From(answer.Usage));
    }

    [Fact]
    public async Task Tokens_written_to_the_cache_are_counted_once()
    {
        await using var server = await StandInMessagesServer.StartAsync(cancellationToken: Token);
        server.Script.Always(StandInAnswer.Text("ok") with { Usage = new StandInUsage(Input: 1200, Output: 42, CacheRead: 4500, CacheWrite: 300) });
        await using var app = LlmApp.Anthropic(server);

        var answer = await app.Chat.GetResponseAsync("hi", cancellationToken: Token);

        Assert.Equal(new TokenUsage(Input: 6000, Output: 42, CacheRead: 4500, CacheWrite: 300), UsageReader.From(answer.Usage));
    }

    [Theory]
    [MemberData(nameof(BothWires))]
    public async Task A_tool_call_goes_there_and_back(bool anthropic)
    {
        await using var server = await StandInMessagesServer.StartAsync(cancellationToken: Token);
        await using var app = App(anthropic, server);
        var options = new ChatOptions { Tools = [Clock], Instructions = "You are the agent for “Weather”. Report the weather." };
        var messages = new List<ChatMessage> { new(ChatRole.User, "Run now.") };

        var first = await app.Chat.GetResponseAsync(messages, options, Token);
        var call = Assert.Single(first.Messages.SelectMany(message => message.Contents).OfType<FunctionCallContent>());
        messages.AddMessages(first);
        messages.Add(new ChatMessage(ChatRole.Tool, [new FunctionResultContent(call.CallId, "2026-11-22T09:00:00+09:00")]));
        var second = await app.Chat.GetResponseAsync(messages, options, Token);

        Assert.Equal(("clock", ChatFinishReason.ToolCalls), (call.Name, first.FinishReason));
        Assert.Contains("# Weather", second.Text, StringComparison.Ordinal);
        Assert.Contains("2026-11-22T09:00:00+09:00", second.Text, StringComparison.Ordinal);
        Assert.Equal((2, 2), (server.Calls.Started, server.Calls.Completed));
    }

    [Theory]
    [MemberData(nameof(BothWires))]
    public async Task Tool_arguments_arrive_whole(bool anthropic)
    {
        await using var server = await StandInMessagesServer.StartAsync(cancellationToken: Token);
        server.Script.Always(StandInAnswer.ToolCall("write_file", """{"path":"out/보고서.md","content":"첫 줄\n둘째 줄 🙂 끝","size":3}"""));
        await using var app = App(anthropic, server);

        var answer = await app.Chat.GetResponseAsync("hi", cancellationToken: Token);

        var call = Assert.Single(answer.Messages.SelectMany(message => message.Contents).OfType<FunctionCallContent>());
        Assert.Equal("out/보고서.md", call.Arguments!["path"]?.ToString());
        Assert.Equal("첫 줄\n둘째 줄 🙂 끝", call.Arguments["content"]?.ToString());
    }

    [Theory]
    [MemberData(nameof(BothWires))]
    public async Task Prompts_are_in_traces_only_when_asked_for(bool anthropic)
    {
        await using var server = await StandInMessagesServer.StartAsync(cancellationToken: Token);
        foreach (var capture in new[] { false, true })
        {
            await using var app = App(anthropic, server, ("Llm:CapturePrompts", capture ? "true" : "false"));
            var marker = $"marker-{capture}-{anthropic}";
            var tags = new List<string>();
            using var listener = new ActivityListener
            {
                ShouldListenTo = source => source.Name == LlmTelemetry.SourceName,
                Sample = (ref _) => ActivitySamplingResult.AllDataAndRecorded,
                ActivityStopped = activity => tags.Add(string.Join('\n', activity.TagObjects.Select(tag => $"{tag.Key}={tag.Value}").Concat(activity.Events.SelectMany(item => item.Tags.Select(tag => $"{tag.Value}"))))),
            };
            ActivitySource.AddActivityListener(listener);

            await app.Chat.GetResponseAsync(marker, cancellationToken: Token);

            Assert.Contains(tags, text => text.Contains("gen_ai.usage.input_tokens", StringComparison.Ordinal));
            Assert.Equal(capture, tags.Exists(text => text.Contains(marker, StringComparison.Ordinal)));
        }
    }

    [Theory]
    [MemberData(nameof(BothWires))]
    public async Task A_call_may_name_its_own_model(bool anthropic)
    {
        await using var server = await StandInMessagesServer.StartAsync(cancellationToken: Token);
        await using var app = App(anthropic, server);

        var usual = await app.Chat.GetResponseAsync("hi", cancellationToken: Token);
        var named = await app.Chat.GetResponseAsync("hi", new ChatOptions { ModelId = "another-model" }, Token);

        Assert.Equal(anthropic ? "claude-sonnet-5-5" : "local-model", usual.ModelId);
        Assert.Equal("another-model", named.ModelId);
    }

    [Theory]
    [MemberData(nameof(BothWires))]
    public async Task A_simulated_designer_drafts_over_the_wire(bool anthropic)
    {
        await using var server = await StandInMessagesServer.StartAsync(cancellationToken: Token);
        await using var app = App(anthropic, server);
        var options = new ChatOptions { Tools = [AIFunctionFactory.Create((string name, string description, string prompt, string schedule, string[] tools) => name + description + prompt + schedule + tools.Length, "draft_agent")] };
        var messages = new List<ChatMessage> { new(ChatRole.User, "매주 월요일 아침 8시에 주식 시장을 요약해줘") };

        var first = await app.Chat.GetResponseAsync(messages, options, Token);
        var call = Assert.Single(first.Messages.SelectMany(message => message.Contents).OfType<FunctionCallContent>());
        messages.AddMessages(first);
        messages.Add(new ChatMessage(ChatRole.Tool, [new FunctionResultContent(call.CallId, new { schedule = new { text = new { ko = "매주 월요일 오전 8시", en = "Mondays" } } })]));
        var second = await app.Chat.GetResponseAsync(messages, options, Token);

        Assert.Equal("주식 시장 요약", call.Arguments!["name"]?.ToString());
        Assert.Contains("매주 월요일 오전 8시", second.Text, StringComparison.Ordinal);
        Assert.Contains("**주식 시장 요약**", second.Text, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(BothWires))]
    public async Task Equal_requests_have_equal_hashes(bool anthropic)
    {
        await using var server = await StandInMessagesServer.StartAsync(cancellationToken: Token);
        await using var app = App(anthropic, server);

        await app.Chat.GetResponseAsync("one", cancellationToken: Token);
        await app.Chat.GetResponseAsync("one", cancellationToken: Token);
        await app.Chat.GetResponseAsync("two", cancellationToken: Token);

        Assert.Equal([1, 2], server.Calls.ByHash.Select(count => count.Completed).Order());
    }

    private static LlmApp App(bool anthropic, StandInMessagesServer server, params (string, string)[] settings) =>
        anthropic ? LlmApp.Anthropic(server, null, settings) : LlmApp.OpenAI(server, null, settings);
}
