using System.Text.Json;
using Microsoft.Extensions.AI;

namespace AgentPlatform.Testing.StandInMessages;

/// <summary>Anthropic's Messages API.</summary>
internal sealed class AnthropicFormat : IWireFormat
{
    public WireRequest Read(JsonElement body)
    {
        var messages = new List<ChatMessage>();
        if (body.TryGetProperty("system", out var system))
        {
            messages.Add(new ChatMessage(ChatRole.System, TextOf(system)));
        }

        foreach (var message in body.GetProperty("messages").EnumerateArray())
        {
            ReadMessage(message, messages);
        }

        return new WireRequest(
            body.GetProperty("model").GetString()!,
            body.TryGetProperty("stream", out var stream) && stream.GetBoolean(),
            messages,
            new ChatOptions
            {
                MaxOutputTokens = body.GetProperty("max_tokens").GetInt32(),
                Tools = body.TryGetProperty("tools", out var tools)
                    ? [.. tools.EnumerateArray().Select(tool => WireTool.Declare(tool, "input_schema"))]
                    : [],
            });
    }

    public IEnumerable<byte[]> Events(WireAnswer answer)
    {
        yield return ServerSentEvent.Named("message_start", new { type = "message_start", message = Message(answer, [], stop: null, Usage(answer.Usage with { Output = 1 })) });
        var index = 0;
        if (answer.Deltas.Count > 0)
        {
            yield return Start(index, new { type = "text", text = "" });
            foreach (var text in answer.Deltas)
            {
                yield return Delta(index, new { type = "text_delta", text });
            }

            yield return Stop(index++);
        }

        if (answer.Tool is { } tool)
        {
            yield return Start(index, new { type = "tool_use", id = tool.Id, name = tool.Name, input = new { } });
            foreach (var chunk in tool.Chunks())
            {
                yield return Delta(index, new { type = "input_json_delta", partial_json = chunk });
            }

            yield return Stop(index);
        }

        yield return ServerSentEvent.Named("message_delta", new
        {
            type = "message_delta",
            delta = new { stop_reason = StopReason(answer) },
            usage = Usage(answer.Usage),
        });
        yield return ServerSentEvent.Named("message_stop", new { type = "message_stop" });
    }

    public byte[] Whole(WireAnswer answer)
    {
        var content = new List<object>();
        if (answer.Deltas.Count > 0)
        {
            content.Add(new { type = "text", text = answer.Text });
        }

        if (answer.Tool is { } tool)
        {
            content.Add(new { type = "tool_use", id = tool.Id, name = tool.Name, input = JsonElement.Parse(tool.Arguments) });
        }

        return ServerSentEvent.Bytes(Message(answer, content, StopReason(answer), Usage(answer.Usage)));
    }

    public byte[] Error(string type) => ServerSentEvent.Bytes(ErrorBody(type));

    public byte[] ErrorEvent(string type) => ServerSentEvent.Named("error", ErrorBody(type));

    private static object ErrorBody(string type) => new { type = "error", error = new { type, message = "stand-in: secret detail of the provider" } };

    private static byte[] Start(int index, object block) =>
        ServerSentEvent.Named("content_block_start", new { type = "content_block_start", index, content_block = block });

    private static byte[] Delta(int index, object delta) => ServerSentEvent.Named("content_block_delta", new { type = "content_block_delta", index, delta });

    private static byte[] Stop(int index) => ServerSentEvent.Named("content_block_stop", new { type = "content_block_stop", index });

    private static object Message(WireAnswer answer, List<object> content, string? stop, object usage) =>
        new { id = answer.Id, type = "message", role = "assistant", model = answer.Model, content, stop_reason = stop, usage };

    private static object Usage(StandInUsage usage) => new
    {
        input_tokens = usage.Input,
        output_tokens = usage.Output,
        cache_read_input_tokens = usage.CacheRead,
        cache_creation_input_tokens = usage.CacheWrite,
    };

    private static string StopReason(WireAnswer answer) => answer.CutByLimit ? "max_tokens" : answer.Tool is null ? "end_turn" : "tool_use";

    private static void ReadMessage(JsonElement message, List<ChatMessage> messages)
    {
        // The Claude Code CLI puts system messages between the others.
        var role = message.GetProperty("role").GetString() switch
        {
            "assistant" => ChatRole.Assistant,
            "system" => ChatRole.System,
            _ => ChatRole.User,
        };
        var content = message.GetProperty("content");
        if (content.ValueKind == JsonValueKind.String)
        {
            messages.Add(new ChatMessage(role, content.GetString()));
            return;
        }

        var own = new List<AIContent>();
        var results = new List<AIContent>();
        foreach (var block in content.EnumerateArray())
        {
            switch (block.GetProperty("type").GetString())
            {
                case "text":
                    own.Add(new TextContent(block.GetProperty("text").GetString()));
                    break;
                case "tool_use":
                    own.Add(WireTool.Call(block.GetProperty("id").GetString()!, block.GetProperty("name").GetString()!, block.GetProperty("input").GetRawText()));
                    break;
                case "tool_result":
                    results.Add(new FunctionResultContent(block.GetProperty("tool_use_id").GetString()!, block.TryGetProperty("content", out var result) ? TextOf(result) : ""));
                    break;
            }
        }

        if (results.Count > 0)
        {
            messages.Add(new ChatMessage(ChatRole.Tool, results));
        }

        if (own.Count > 0)
        {
            messages.Add(new ChatMessage(role, own));
        }
    }

    private static string TextOf(JsonElement content) => content.ValueKind == JsonValueKind.String
        ? content.GetString()!
        : string.Concat(content.EnumerateArray().Where(block => block.TryGetProperty("text", out _)).Select(block => block.GetProperty("text").GetString()));
}
