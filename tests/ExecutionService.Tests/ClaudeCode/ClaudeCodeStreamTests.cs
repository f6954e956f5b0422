using AgentPlatform.Contracts;
using AgentPlatform.Testing.Services;
using ExecutionService.ClaudeCode;

namespace ExecutionService.Tests.ClaudeCode;

/// <summary>The lines in Recorded/ are the CLI's own (2.1.330), without ids and what is not read.</summary>
public sealed class ClaudeCodeStreamTests
{
    [Fact]
    public void A_recorded_run_with_tools_is_read_whole()
    {
        var events = ReadRecorded("tool-calls");

        var started = Assert.IsType<ClaudeStarted>(events[0]);
        Assert.Equal(("2.1.330", "claude-sonnet-5-5"), (started.Version, started.Model));
        Assert.Equal(["Bash", "Edit", "Glob", "Grep", "Read", "Write"], started.Tools);
        Assert.Equal("I will use Write.I will use Read.Hello from the fake model. Tools done: 2", TextOf(events));
        var calls = events.OfType<ClaudeToolStarted>().ToList();
        Assert.Equal(["Write", "Read"], calls.Select(call => call.Name));
        Assert.Equal("""{"file_path":"/workspace/out/a.txt","content":"hello\n"}""", calls[0].Input);
        var ends = events.OfType<ClaudeToolEnded>().ToList();
        Assert.Equal(calls.Select(call => call.Id), ends.Select(end => end.Id));
        Assert.Equal([false, true], ends.Select(end => end.Failed));
        Assert.Contains("outside /workspace", ends[1].Output, StringComparison.Ordinal);
        var result = Assert.IsType<ClaudeResult>(events[^1]);
        Assert.Equal((false, "success", "completed", "Hello from the fake model. Tools done: 2", 3), (result.IsError, result.Subtype, result.TerminalReason, result.Text, result.Turns));
        Assert.Equal(new TokenUsage(Input: 18_000, Output: 126, CacheRead: 13_500, CacheWrite: 900), result.Usage);
        Assert.Equal(0.01206m, Math.Round(result.CostUsd!.Value, 6));
    }

    [Theory]
    [InlineData("cut-stream")]
    [InlineData("error-event")]
    public void An_answer_that_was_asked_for_again_in_one_piece_ends_with_its_whole_text(string recording)
    {
        var events = ReadRecorded(recording);

        Assert.EndsWith("Hello from the fake model. Tools done: 0", TextOf(events), StringComparison.Ordinal);
        Assert.False(Assert.IsType<ClaudeResult>(events[^1]).IsError);
    }

    [Fact]
    public void Text_that_came_in_pieces_is_not_told_twice() => Assert.Equal("Hello from the fake model. Tools done: 0", TextOf(ReadRecorded("error-event")));

    [Fact]
    public void A_model_that_stays_overloaded_is_told_with_every_try_and_judged_by_its_error_flag()
    {
        var events = ReadRecorded("overloaded");

        Assert.Equal([(1, 2, 529), (2, 2, 529)], events.OfType<ClaudeRetry>().Select(retry => (retry.Attempt, retry.MaxRetries, retry.Status!.Value)));
        Assert.All(events.OfType<ClaudeRetry>(), retry => Assert.InRange(retry.Delay.TotalSeconds, 0.1, 60));
        Assert.Empty(TextOf(events));
        var result = Assert.IsType<ClaudeResult>(events[^1]);
        Assert.Equal((true, "success", "api_error", 529), (result.IsError, result.Subtype, result.TerminalReason, result.ApiErrorStatus));
    }

    [Fact]
    public void A_fallback_names_both_models() =>
        Assert.Equal([new ClaudeFallback("claude-sonnet-5-5", "claude-haiku-5-5"), new ClaudeFallback("claude-haiku-5-5", "claude-opus-5-5")], ReadRecorded("fallback").OfType<ClaudeFallback>());

    [Fact]
    public void The_limit_of_turns_is_an_error_with_a_reason()
    {
        var result = Assert.IsType<ClaudeResult>(ReadRecorded("max-turns")[^1]);

        Assert.Equal((true, "error_max_turns", "max_turns", "Reached maximum number of turns (2)"), (result.IsError, result.Subtype, result.TerminalReason, result.Text));
    }

    [Theory]
    [InlineData("not json")]
    [InlineData("{\"type\":\"assistant\"}")]
    [InlineData("{\"type\":\"result\"}")]
    [InlineData("{\"no\":\"type\"}")]
    [InlineData("[1]")]
    [InlineData("{\"type\":\"assistant\",\"message\":{\"content\":[")]
    public void A_line_that_is_nothing_known_is_told_as_such(string line) => Assert.Equal([new ClaudeUnreadable(line)], new ClaudeCodeStream(1000).Read(line));

    [Theory]
    [InlineData("")]
    [InlineData("{\"type\":\"system\",\"subtype\":\"status\",\"status\":\"requesting\"}")]
    [InlineData("{\"type\":\"something_new\",\"data\":1}")]
    [InlineData("{\"type\":\"system\",\"subtype\":\"something_new\"}")]
    [InlineData("{\"type\":\"user\",\"message\":{\"role\":\"user\",\"content\":\"a string\"}}")]
    [InlineData("{\"type\":\"stream_event\",\"parent_tool_use_id\":\"t\",\"event\":{\"type\":\"content_block_delta\",\"delta\":{\"type\":\"text_delta\",\"text\":\"of a sub-agent\"}}}")]
    public void A_line_of_no_interest_says_nothing(string line) => Assert.Empty(new ClaudeCodeStream(1000).Read(line));

    [Fact]
    public void A_tools_output_in_blocks_is_joined_and_shortened()
    {
        var events = new ClaudeCodeStream(12).Read("""{"type":"user","message":{"role":"user","content":[{"type":"tool_result","tool_use_id":"t","content":[{"type":"text","text":"one"},{"type":"image","source":{}},{"type":"text","text":"two"}]}]}}""");

        Assert.Equal([new ClaudeToolEnded("t", "one\n[image]\n…", Failed: false)], events);
    }

    [Fact]
    public void A_compaction_tells_how_long_the_conversation_was() =>
        Assert.Equal([new ClaudeCompacted(170_000)], new ClaudeCodeStream(100).Read("""{"type":"system","subtype":"compact_boundary","compact_metadata":{"trigger":"auto","pre_tokens":170000}}"""));

    private static List<ClaudeCodeEvent> ReadRecorded(string name)
    {
        var stream = new ClaudeCodeStream(16_384);
        return [.. File.ReadLines(Repository.File("tests", "ExecutionService.Tests", "ClaudeCode", "Recorded", $"{name}.jsonl")).SelectMany(stream.Read)];
    }

    private static string TextOf(IEnumerable<ClaudeCodeEvent> events) => string.Concat(events.OfType<ClaudeText>().Select(text => text.Text));
}
