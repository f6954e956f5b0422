using System.Text;
using System.Text.Json;
using AgentPlatform.Contracts;
using AgentPlatform.Llm;

namespace ExecutionService.ClaudeCode;

/// <summary>Reads the program's output, line by line (<c>--output-format stream-json</c>).</summary>
internal sealed class ClaudeCodeStream(int maxCharacters)
{
    private const int ShownOfUnreadable = 200;

    /// <summary>The text that came in pieces since the last whole message, which repeats it.</summary>
    private readonly StringBuilder _pieces = new();

    /// <summary>What the line says; nothing for what is of no interest here.</summary>
    public IReadOnlyList<ClaudeCodeEvent> Read(string line)
    {
        if (string.IsNullOrWhiteSpace(line))
        {
            return [];
        }

        try
        {
            using var json = JsonDocument.Parse(line);
            return ReadObject(json.RootElement);
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException or KeyNotFoundException or FormatException)
        {
            return [new ClaudeUnreadable(Excerpt.Of(line, ShownOfUnreadable))];
        }
    }

    private IReadOnlyList<ClaudeCodeEvent> ReadObject(JsonElement said) => said.GetProperty("type").GetString() switch
    {
        "assistant" => ReadAssistant(said),
        "result" => [ReadResult(said)],
        "stream_event" when IsMain(said) => ReadPiece(said.GetProperty("event")),
        "system" => ReadSystem(said),
        "user" => ReadToolResults(said.GetProperty("message").GetProperty("content")),
        _ => [],
    };

    private static IReadOnlyList<ClaudeCodeEvent> ReadSystem(JsonElement said) => said.GetProperty("subtype").GetString() switch
    {
        "api_retry" =>
        [
            new ClaudeRetry(
                said.GetProperty("attempt").GetInt32(),
                said.GetProperty("max_retries").GetInt32(),
                TimeSpan.FromMilliseconds(said.GetProperty("retry_delay_ms").GetDouble()),
                Number(said, "error_status"),
                Text(said, "error") ?? "unknown"),
        ],
        "compact_boundary" => [new ClaudeCompacted(said.TryGetProperty("compact_metadata", out var compact) && compact.TryGetProperty("pre_tokens", out var tokens) ? tokens.GetInt64() : null)],
        "init" => [new ClaudeStarted(Text(said, "claude_code_version") ?? "", Text(said, "model") ?? "", [.. said.GetProperty("tools").EnumerateArray().Select(tool => tool.GetString()!)])],
        "model_fallback" => [new ClaudeFallback(Text(said, "original_model") ?? "", Text(said, "fallback_model") ?? "")],
        _ => [],
    };

    private IReadOnlyList<ClaudeCodeEvent> ReadPiece(JsonElement piece)
    {
        switch (piece.GetProperty("type").GetString())
        {
            // A message may be begun again, or without any pieces when its stream broke: what came of it before counts no more.
            case "message_start" or "content_block_start":
                _pieces.Clear();
                return [];
            case "content_block_delta" when piece.GetProperty("delta") is var delta && Text(delta, "type") == "text_delta" && Text(delta, "text") is { Length: > 0 } text:
                _pieces.Append(text);
                return [new ClaudeText(text)];
            default:
                return [];
        }
    }

    private List<ClaudeCodeEvent> ReadAssistant(JsonElement said)
    {
        var message = said.GetProperty("message");
        var events = new List<ClaudeCodeEvent>();
        // The program words a failed model call as an answer; the result says the same.
        var own = Text(message, "model") == "<synthetic>";
        foreach (var block in message.GetProperty("content").EnumerateArray())
        {
            switch (Text(block, "type"))
            {
                case "text" when !own && IsMain(said) && Rest(Text(block, "text") ?? "") is { Length: > 0 } rest:
                    events.Add(new ClaudeText(rest));
                    break;
                case "tool_use":
                    events.Add(new ClaudeToolStarted(block.GetProperty("id").GetString()!, block.GetProperty("name").GetString()!, Shorten(block.GetProperty("input").GetRawText())));
                    break;
            }
        }

        return events;
    }

    /// <summary>What of a whole text has not come in pieces: all of it when the stream broke and it was asked for in one piece.</summary>
    private string Rest(string whole)
    {
        var come = _pieces.ToString();
        _pieces.Clear();
        return whole.StartsWith(come, StringComparison.Ordinal) ? whole[come.Length..] : whole;
    }

    private IReadOnlyList<ClaudeCodeEvent> ReadToolResults(JsonElement content) => content.ValueKind != JsonValueKind.Array ? [] :
    [
        .. content.EnumerateArray().Where(block => Text(block, "type") == "tool_result").Select(block => new ClaudeToolEnded(
            block.GetProperty("tool_use_id").GetString()!,
            Shorten(block.TryGetProperty("content", out var output) ? TextOf(output) : ""),
            block.TryGetProperty("is_error", out var failed) && failed.ValueKind == JsonValueKind.True)),
    ];

    private static ClaudeResult ReadResult(JsonElement said)
    {
        var usage = said.TryGetProperty("usage", out var reported) ? reported : default;
        var (read, write) = (Count(usage, "cache_read_input_tokens"), Count(usage, "cache_creation_input_tokens"));
        var errors = said.TryGetProperty("errors", out var list) && list.ValueKind == JsonValueKind.Array ? string.Join("; ", list.EnumerateArray().Select(error => error.ToString())) : null;
        return new ClaudeResult(
            said.GetProperty("is_error").GetBoolean(),
            Text(said, "subtype") ?? "",
            Text(said, "terminal_reason"),
            Text(said, "result") ?? errors,
            Number(said, "num_turns") ?? 0,
            Number(said, "api_error_status"),
            said.TryGetProperty("total_cost_usd", out var cost) && cost.ValueKind == JsonValueKind.Number ? cost.GetDecimal() : null,
            new TokenUsage(Count(usage, "input_tokens") + read + write, Count(usage, "output_tokens"), read, write));
    }

    /// <summary>Whether it is the agent's own and not of an agent that it has started.</summary>
    private static bool IsMain(JsonElement said) => Text(said, "parent_tool_use_id") is null;

    private string Shorten(string text) => Excerpt.Of(text, maxCharacters);

    private static string TextOf(JsonElement content) => content.ValueKind switch
    {
        JsonValueKind.String => content.GetString()!,
        JsonValueKind.Array => string.Join('\n', content.EnumerateArray().Select(block => Text(block, "text") ?? $"[{Text(block, "type")}]")),
        _ => "",
    };

    private static string? Text(JsonElement parent, string name) => parent.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    private static int? Number(JsonElement parent, string name) => parent.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Number ? value.GetInt32() : null;

    private static long Count(JsonElement usage, string name) => usage.ValueKind == JsonValueKind.Object && usage.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Number ? value.GetInt64() : 0;
}
