using System.Text.Json;
using Microsoft.Extensions.AI;

namespace AgentPlatform.Llm;

/// <summary>
/// Estimates tokens without a tokenizer, rather too high than too low, for reservations. Rule, per character:
/// ASCII letters and spaces 0.4 (English has about 0.25), digits 0.7, other ASCII 1, everything else (Hangul,
/// Han, Kana, accents, each half of an emoji) 2; plus 8 for each message, 16 for each tool call or result,
/// 24 for each tool and 400 once when there are tools, 1,600 for an image.
/// </summary>
public static class TokenEstimator
{
    private const int PerImage = 1600;
    private const int PerMessage = 8;
    private const int PerTool = 24;
    private const int PerToolUse = 16;
    private const int ToolPreamble = 400;

    /// <summary>Estimate of a text alone.</summary>
    public static long OfText(string? text)
    {
        long tenths = 0;
        foreach (var character in text ?? "")
        {
            tenths += character switch
            {
                ' ' or (>= 'a' and <= 'z') or (>= 'A' and <= 'Z') => 4,
                >= '0' and <= '9' => 7,
                < (char)128 => 10,
                _ => 20,
            };
        }

        return (tenths + 9) / 10;
    }

    /// <summary>Estimate of a whole prompt: messages, instructions and tools.</summary>
    public static long OfPrompt(IEnumerable<ChatMessage> messages, ChatOptions? options = null)
    {
        var tokens = OfText(options?.Instructions);
        foreach (var message in messages)
        {
            tokens += PerMessage;
            foreach (var content in message.Contents)
            {
                tokens += OfContent(content);
            }
        }

        if (options?.Tools is { Count: > 0 } tools)
        {
            tokens += ToolPreamble;
            foreach (var tool in tools)
            {
                tokens += PerTool + OfText(tool.Name) + OfText(tool.Description)
                    + (tool is AIFunctionDeclaration function ? OfText(function.JsonSchema.GetRawText()) : 0);
            }
        }

        return tokens;
    }

    /// <summary>Estimate of one part of a message.</summary>
    public static long OfContent(AIContent content) => content switch
    {
        TextContent text => OfText(text.Text),
        TextReasoningContent reasoning => OfText(reasoning.Text) + OfText(reasoning.ProtectedData),
        FunctionCallContent call => PerToolUse + OfText(call.Name) + OfText(JsonSerializer.Serialize(call.Arguments, AIJsonUtilities.DefaultOptions)),
        FunctionResultContent result => PerToolUse + OfText(ToolResultText.Of(result.Result)),
        DataContent data when data.HasTopLevelMediaType("image") => PerImage,
        DataContent data => OfText(data.Uri),
        UriContent => PerImage,
        _ => 0,
    };
}
