using System.Text;
using System.Text.Json.Nodes;
using ExecutionService.ClaudeCode.Relay;

namespace ExecutionService.Tests.ClaudeCode.Relay;

public sealed class RelayRequestTests
{
    private const string Rest = """ "max_tokens":2000,"messages":[{"role":"user","content":"hi"}] """;

    private static readonly string[] Models = ["claude-sonnet-5-5", "claude-haiku-5-5"];

    [Theory]
    [InlineData("claude-sonnet-5-5")]
    [InlineData("claude-haiku-5-5")]
    public void The_runs_models_may_be_asked(string model)
    {
        var request = RelayRequest.Read(Bytes($$"""{"model":"{{model}}",{{Rest}}}"""), Models, counting: false, out var refusal);

        Assert.Null(refusal);
        Assert.Equal((model, 2000), (request!.Model, request.MaxTokens));
    }

    [Theory]
    [InlineData("""{"model":"claude-opus-5-5",REST}""", "The run's model is claude-sonnet-5-5")]
    [InlineData("""{"model":"Claude-Sonnet-5-5",REST}""", "The run's model is")]
    [InlineData("""{REST}""", "The run's model is")]
    [InlineData("""{"model":7,REST}""", "The run's model is")]
    [InlineData("""{"model":"M","messages":[]}""", "'max_tokens'")]
    [InlineData("""{"model":"M","max_tokens":0,"messages":[]}""", "'max_tokens'")]
    [InlineData("""{"model":"M","max_tokens":"9","messages":[]}""", "'max_tokens'")]
    [InlineData("""{"model":"M","model":"M",REST}""", "not valid JSON")]
    [InlineData("""{"model":"M",""", "not valid JSON")]
    [InlineData("""[]""", "not a JSON object")]
    // What the provider would fetch, run, search or keep on the sandbox's behalf, or charge more for.
    [InlineData("""{"model":"M","mcp_servers":[{"type":"url","url":"https://evil.example"}],REST}""", "'mcp_servers'")]
    [InlineData("""{"model":"M","container":"c1",REST}""", "'container'")]
    [InlineData("""{"model":"M","service_tier":"priority",REST}""", "'service_tier'")]
    [InlineData("""{"model":"M","speed":"fast",REST}""", "'speed'")]
    [InlineData("""{"model":"M","tools":[{"type":"web_search_20260209","name":"web_search"}],REST}""", "'web_search_20260209'")]
    [InlineData("""{"model":"M","tools":[{"type":"web_fetch_20260209","name":"web_fetch"}],REST}""", "'web_fetch_20260209'")]
    [InlineData("""{"model":"M","tools":[{"type":"code_execution_20260120","name":"code_execution"}],REST}""", "'code_execution_20260120'")]
    [InlineData("""{"model":"M","tools":[{"type":"mcp_toolset","mcp_server_name":"x"}],REST}""", "'mcp_toolset'")]
    [InlineData("""{"model":"M","max_tokens":9,"messages":[{"role":"user","content":[{"type":"image","source":{"type":"url","url":"https://evil.example/?q=data"}}]}]}""", "only as their bytes")]
    [InlineData("""{"model":"M","max_tokens":9,"messages":[{"role":"user","content":[{"type":"document","source":{"type":"file","file_id":"file_1"}}]}]}""", "only as their bytes")]
    [InlineData("""{"model":"M","max_tokens":9,"messages":[{"role":"user","content":[{"type":"tool_result","tool_use_id":"t","content":[{"type":"image","source":{"type":"url","url":"https://evil.example"}}]}]}]}""", "only as their bytes")]
    [InlineData("""{"model":"M","max_tokens":9,"messages":[{"role":"user","content":[{"type":"container_upload","file_id":"f"}]}]}""", "'container_upload'")]
    public void What_a_run_may_not_ask_for_is_refused_with_its_name(string body, string reason)
    {
        var bytes = Bytes(body.Replace("REST", Rest, StringComparison.Ordinal).Replace("\"M\"", "\"claude-sonnet-5-5\"", StringComparison.Ordinal));

        Assert.Null(RelayRequest.Read(bytes, Models, counting: false, out var refusal));
        Assert.Contains(reason, refusal, StringComparison.Ordinal);
    }

    [Fact]
    public void What_a_tool_is_given_means_nothing_to_the_provider_whatever_it_looks_like()
    {
        var body = """{"model":"claude-sonnet-5-5","max_tokens":9,"messages":[{"role":"assistant","content":[{"type":"tool_use","id":"t","name":"Bash","input":{"source":{"type":"url"},"type":"web_search_1"}}]}]}""";

        Assert.NotNull(RelayRequest.Read(Bytes(body), Models, counting: false, out _));
    }

    [Fact]
    public void A_request_that_needs_no_change_is_sent_as_it_came()
    {
        var bytes = Bytes($$"""{ "model": "claude-sonnet-5-5",  "temperature":1.50, {{Rest}} }""");

        Assert.Equal(bytes.ToArray(), Read(bytes).Bytes(2000).ToArray());
        Assert.Equal(bytes.ToArray(), Read(bytes).Bytes(null).ToArray());
    }

    [Fact]
    public void The_granted_tokens_take_the_place_of_the_asked_ones()
    {
        var sent = JsonNode.Parse(Read(Bytes($$"""{"model":"claude-sonnet-5-5","temperature":1.50,{{Rest}}}""")).Bytes(100).Span)!;

        Assert.Equal(100, (int)sent["max_tokens"]!);
        Assert.Equal("1.50", sent["temperature"]!.ToJsonString());
    }

    [Theory]
    [InlineData(31_999, 16_000, 8_000)]
    [InlineData(31_999, 1_500, 1_024)]
    [InlineData(1_024, 16_000, 1_024)]
    [InlineData(31_999, 1_024, null)]
    public void Thinking_stays_shorter_than_the_granted_answer(int budget, int granted, int? expected)
    {
        var body = $$"""{"model":"claude-sonnet-5-5","thinking":{"type":"enabled","budget_tokens":{{budget}}},"context_management":{"edits":[{"type":"clear_thinking_20251015"}]},"max_tokens":32000,"messages":[]}""";

        var sent = JsonNode.Parse(Read(Bytes(body)).Bytes(granted).Span)!;

        Assert.Equal(expected, (int?)sent["thinking"]?["budget_tokens"]);
        Assert.Equal(expected is null, sent["context_management"] is null);
    }

    [Fact]
    public void The_cache_is_the_one_that_is_reckoned_with()
    {
        var body = """{"model":"claude-sonnet-5-5","system":[{"type":"text","text":"s","cache_control":{"type":"ephemeral","ttl":"1h"}}],"max_tokens":9,"messages":[]}""";

        Assert.Equal("""{"model":"claude-sonnet-5-5","system":[{"type":"text","text":"s","cache_control":{"type":"ephemeral"}}],"max_tokens":9,"messages":[]}""", Encoding.UTF8.GetString(Read(Bytes(body)).Bytes(9).Span));
    }

    [Fact]
    public void The_estimate_is_rather_too_high_and_an_image_is_not_a_text()
    {
        var text = $$"""{"model":"claude-sonnet-5-5","max_tokens":9,"messages":[{"role":"user","content":"{{string.Concat(Enumerable.Repeat("word ", 1000))}}"}]}""";
        var image = $$$"""{"model":"claude-sonnet-5-5","max_tokens":9,"messages":[{"role":"user","content":[{"type":"image","source":{"type":"base64","media_type":"image/png","data":"{{{new string('A', 100_000)}}}"}}]}]}""";

        Assert.InRange(Read(Bytes(text)).InputEstimate, 1_000, 3_000);
        Assert.InRange(Read(Bytes(image)).InputEstimate, 1_600, 3_000);
    }

    [Fact]
    public void Counting_asks_for_no_answer() => Assert.Equal(0, RelayRequest.Read(Bytes("""{"model":"claude-sonnet-5-5","messages":[]}"""), Models, counting: true, out _)!.MaxTokens);

    private static RelayRequest Read(ReadOnlyMemory<byte> bytes) => RelayRequest.Read(bytes, Models, counting: false, out _)!;

    private static ReadOnlyMemory<byte> Bytes(string text) => Encoding.UTF8.GetBytes(text);
}
