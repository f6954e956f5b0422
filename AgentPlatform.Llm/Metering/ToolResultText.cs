using System.Text.Json;
using Microsoft.Extensions.AI;

namespace AgentPlatform.Llm;

/// <summary>The text that a provider is sent for the result of a tool.</summary>
internal static class ToolResultText
{
    public static string Of(object? result) => result switch
    {
        null => "",
        string text => text,
        JsonElement { ValueKind: JsonValueKind.String } element => element.GetString()!,
        JsonElement element => element.GetRawText(),
        IEnumerable<AIContent> contents => string.Concat(contents.OfType<TextContent>().Select(content => content.Text)),
        TextContent content => content.Text,
        _ => JsonSerializer.Serialize(result, AIJsonUtilities.DefaultOptions),
    };
}
