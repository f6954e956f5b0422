using System.Text;
using AgentPlatform.Contracts;
using ExecutionService.ClaudeCode.Relay.Usage;

namespace ExecutionService.Tests.ClaudeCode.Relay;

public sealed class StreamUsageTests
{
    private const string Start = """
        event: message_start
        data: {"type":"message_start","message":{"id":"m","usage":{"input_tokens":100,"cache_read_input_tokens":4500,"cache_creation_input_tokens":300,"output_tokens":1}}}


        """;

    private const string Text = """
        event: content_block_delta
        data: {"type":"content_block_delta","index":0,"delta":{"type":"text_delta","text":"안녕하세요"}}


        """;

    private const string End = """
        event: message_delta
        data: {"type":"message_delta","delta":{"stop_reason":"end_turn"},"usage":{"output_tokens":42}}

        event: message_stop
        data: {"type":"message_stop"}


        """;

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(100_000)]
    public void Whatever_pieces_it_comes_in_the_last_report_counts(int pieceLength)
    {
        var usage = Read(Start + Text + End, pieceLength);

        Assert.True(usage.Ended);
        Assert.Equal(new TokenUsage(Input: 4900, Output: 42, CacheRead: 4500, CacheWrite: 300), usage.Usage);
    }

    [Fact]
    public void Of_an_answer_that_broke_off_the_text_is_estimated()
    {
        var usage = Read(Start + Text + Text, 50);

        Assert.False(usage.Ended);
        Assert.Equal(new TokenUsage(Input: 4900, Output: 20, CacheRead: 4500, CacheWrite: 300), usage.Usage);
    }

    [Fact]
    public void Before_the_first_report_nothing_is_known() => Assert.Null(Read("event: ping\ndata: {\"type\":\"ping\"}\n\n", 50).Usage);

    [Fact]
    public void An_error_in_place_of_the_rest_is_known_by_its_type()
    {
        var usage = Read(Start + "event: error\ndata: {\"type\":\"error\",\"error\":{\"type\":\"overloaded_error\",\"message\":\"m\"}}\n\n", 50);

        Assert.Equal(("overloaded_error", false), (usage.ErrorType, usage.Ended));
    }

    [Fact]
    public void Nonsense_and_lines_without_end_are_passed_over()
    {
        var usage = Read($"data: {{nonsense\ndata: {{\"type\":7}}\ndata: {new string('x', 3 * 1024 * 1024)}\n" + Start + End, 16 * 1024);

        Assert.Equal(42, usage.Usage!.Output);
    }

    [Theory]
    [InlineData("""{"id":"m","usage":{"input_tokens":10,"output_tokens":5}}""", 10L)]
    [InlineData("""{"id":"m"}""", null)]
    [InlineData("not json", null)]
    [InlineData("[]", null)]
    public void An_answer_in_one_piece_reports_too(string answer, long? input) => Assert.Equal(input, StreamUsage.OfWhole(Encoding.UTF8.GetBytes(answer))?.Input);

    private static StreamUsage Read(string text, int pieceLength)
    {
        var usage = new StreamUsage();
        foreach (var piece in Encoding.UTF8.GetBytes(text).Chunk(pieceLength))
        {
            usage.Read(piece);
        }

        return usage;
    }
}
