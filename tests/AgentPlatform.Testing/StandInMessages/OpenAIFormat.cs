using System.Text;
using System.Text.Json;
using Microsoft.Extensions.AI;

namespace AgentPlatform.Testing.StandInMessages;

/// <summary>OpenAI's chat completions.</summary>
internal sealed class OpenAIFormat : IWireFormat
{
    public WireRequest Read(JsonElement body) => new(
        body.GetProperty("model").GetString()!,
        body.TryGetProperty("stream", out var stream) && stream.GetBoolean(),
        [.. body.GetProperty("messages").EnumerateArray().Select(ReadMessage)],
        new ChatOptions
        {
            MaxOutputTokens = body.TryGetProperty("max_completion_tokens", out var limit) || body.TryGetProperty("max_tokens", out limit) ? limit.GetInt32() : null,
            Tools = body.TryGetProperty("tools", out var tools)
                ? [.. tools.EnumerateArray().Select(tool => WireTool.Declare(tool.GetProperty("function"), "parameters"))]
                : [],
        });

    public IEnumerable<byte[]> Events(WireAnswer answer)
    {
        yield return Chunk(answer, new { role = "assistant", content = "" });
        foreach (var text in answer.Deltas)
        {
            yield return Chunk(answer, new { content = text });
        }

        if (answer.Tool is { } tool)
        {
            yield return Chunk(answer, new { tool_calls = new[] { new { index = 0, id = tool.Id, type = "function", function = new { name = tool.Name, arguments = "" } } } });
            foreach (var piece in tool.Chunks())
            {
                yield return Chunk(answer, new { tool_calls = new[] { new { index = 0, function = new { arguments = piece } } } });
            }
        }

        yield return Chunk(answer, new { }, FinishReason(answer));
        yield return ServerSentEvent.Data(new { id = answer.Id, @object = "chat.completion.chunk", created = 0, model = answer.Model, choices = Array.Empty<object>(), usage = Usage(answer.Usage) });
        yield return Encoding.UTF8.GetBytes("data: [DONE]\n\n");
    }

    public byte[] Whole(WireAnswer answer) => ServerSentEvent.Bytes(new
    {
        id = answer.Id,
        @object = "chat.completion",
        created = 0,
        model = answer.Model,
        choices = new[]
        {
            new
            {
                index = 0,
                message = new
                {
                    role = "assistant",
                    content = answer.Text,
                    tool_calls = answer.Tool is { } tool ? new[] { new { id = tool.Id, type = "function", function = new { name = tool.Name, arguments = tool.Arguments } } } : null,
                },
                finish_reason = FinishReason(answer),
            },
        },
        usage = Usage(answer.Usage),
    });

    public byte[] Error(string type) => ServerSentEvent.Bytes(ErrorBody(type));

    public byte[] ErrorEvent(string type) => ServerSentEvent.Data(ErrorBody(type));

    private static object ErrorBody(string type) => new { error = new { type, message = "stand-in: secret detail of the provider", code = type } };

    private static byte[] Chunk(WireAnswer answer, object delta, string? finish = null) => ServerSentEvent.Data(new
    {
        id = answer.Id,
        @object = "chat.completion.chunk",
        created = 0,
        model = answer.Model,
        choices = new[] { new { index = 0, delta, finish_reason = finish } },
    });

    private static string FinishReason(WireAnswer answer) => answer.CutByLimit ? "length" : answer.Tool is null ? "stop" : "tool_calls";

    private static object Usage(StandInUsage usage)
    {
        var prompt = usage.Input + usage.CacheRead + usage.CacheWrite;
        return new
        {
            prompt_tokens = prompt,
            completion_tokens = usage.Output,
            total_tokens = prompt + usage.Output,
            prompt_tokens_details = new { cached_tokens = usage.CacheRead },
        };
    }

    private static ChatMessage ReadMessage(JsonElement message)
    {
        var role = message.GetProperty("role").GetString()!;
        var text = message.TryGetProperty("content", out var content) ? TextOf(content) : "";
        if (role == "tool")
        {
            return new ChatMessage(ChatRole.Tool, [new FunctionResultContent(message.GetProperty("tool_call_id").GetString()!, text)]);
        }

        var result = new ChatMessage(role == "developer" ? ChatRole.System : new ChatRole(role), text.Length == 0 ? [] : [new TextContent(text)]);
        if (message.TryGetProperty("tool_calls", out var calls))
        {
            foreach (var call in calls.EnumerateArray())
            {
                var function = call.GetProperty("function");
                result.Contents.Add(WireTool.Call(call.GetProperty("id").GetString()!, function.GetProperty("name").GetString()!, function.GetProperty("arguments").GetString()!));
            }
        }

        return result;
    }

    private static string TextOf(JsonElement content) => content.ValueKind switch
    {
        JsonValueKind.String => content.GetString()!,
        JsonValueKind.Array => string.Concat(content.EnumerateArray().Where(part => part.TryGetProperty("text", out _)).Select(part => part.GetProperty("text").GetString())),
        _ => "",
    };
}
