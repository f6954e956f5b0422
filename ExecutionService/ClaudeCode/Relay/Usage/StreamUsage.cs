using System.Buffers;
using System.Text.Json;
using AgentPlatform.Contracts;
using AgentPlatform.Llm;

namespace ExecutionService.ClaudeCode.Relay.Usage;

/// <summary>Reads from a streamed answer, in whatever pieces it comes, what it has used so far.</summary>
internal sealed class StreamUsage
{
    /// <summary>No event that matters is longer; of one that is, nothing is read.</summary>
    private const int MaxLineBytes = 1024 * 1024;

    private readonly ArrayBufferWriter<byte> _line = new();
    private bool _tooLong;
    private TokenUsage? _reported;
    private bool _final;
    private long _seen;

    /// <summary>Null before the answer has said anything of it. Of an answer that broke off, its text is estimated.</summary>
    public TokenUsage? Usage => _reported is { } reported && !_final ? reported with { Output = Math.Max(reported.Output, _seen) } : _reported;

    /// <summary>Whether the answer is complete.</summary>
    public bool Ended { get; private set; }

    /// <summary>Type of the error that came in place of the rest.</summary>
    public string? ErrorType { get; private set; }

    public void Read(ReadOnlySpan<byte> bytes)
    {
        while (bytes.IndexOf((byte)'\n') is >= 0 and var end)
        {
            Append(bytes[..end]);
            ReadLine(_line.WrittenMemory);
            _line.ResetWrittenCount();
            _tooLong = false;
            bytes = bytes[(end + 1)..];
        }

        Append(bytes);
    }

    /// <summary>The usage that an answer in one piece reports; null when it reports none.</summary>
    public static TokenUsage? OfWhole(ReadOnlyMemory<byte> answer)
    {
        try
        {
            using var json = JsonDocument.Parse(answer);
            return json.RootElement.ValueKind == JsonValueKind.Object && json.RootElement.TryGetProperty("usage", out var usage) ? From(usage, new TokenUsage()) : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private void Append(ReadOnlySpan<byte> bytes)
    {
        if (_tooLong || _line.WrittenCount + bytes.Length > MaxLineBytes)
        {
            _tooLong = true;
            _line.ResetWrittenCount();
        }
        else
        {
            _line.Write(bytes);
        }
    }

    private void ReadLine(ReadOnlyMemory<byte> line)
    {
        if (!line.Span.StartsWith("data:"u8))
        {
            return;
        }

        try
        {
            using var json = JsonDocument.Parse(line[5..]);
            ReadEvent(json.RootElement);
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException or KeyNotFoundException or FormatException)
        {
            // The program will find the same, and say so; here it only counts that no usage came with it.
        }
    }

    private void ReadEvent(JsonElement said)
    {
        switch (said.GetProperty("type").GetString())
        {
            case "message_start":
                _reported = From(said.GetProperty("message").GetProperty("usage"), new TokenUsage());
                break;
            case "content_block_delta":
                foreach (var part in said.GetProperty("delta").EnumerateObject().Where(part => part.Value.ValueKind == JsonValueKind.String && part.Name is not ("type" or "signature")))
                {
                    _seen += TokenEstimator.OfText(part.Value.GetString());
                }

                break;
            case "message_delta":
                _reported = From(said.GetProperty("usage"), _reported ?? new TokenUsage());
                _final = true;
                break;
            case "message_stop":
                Ended = true;
                break;
            case "error":
                ErrorType = said.GetProperty("error").GetProperty("type").GetString();
                break;
        }
    }

    /// <summary>What a later report leaves out is as it was. The API counts cached tokens beside the input, we within it.</summary>
    private static TokenUsage From(JsonElement usage, TokenUsage before)
    {
        var read = Count(usage, "cache_read_input_tokens") ?? before.CacheRead;
        var write = Count(usage, "cache_creation_input_tokens") ?? before.CacheWrite;
        var uncached = Count(usage, "input_tokens") ?? (before.Input - before.CacheRead - before.CacheWrite);
        return new TokenUsage(uncached + read + write, Count(usage, "output_tokens") ?? before.Output, read, write);
    }

    private static long? Count(JsonElement usage, string name) => usage.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Number ? value.GetInt64() : null;
}
