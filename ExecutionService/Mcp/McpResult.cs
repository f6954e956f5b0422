using System.Text.Json;
using AgentPlatform.Llm;
using AgentPlatform.ServiceDefaults.Json;
using ModelContextProtocol.Protocol;

namespace ExecutionService.Mcp;

/// <summary>What a tool of an MCP server answered, as text for a model: pictures and files are named, not shown.</summary>
internal static class McpResult
{
    public static string Describe(CallToolResult result, int maxCharacters)
    {
        var parts = result.Content.Select(Describe).Where(part => part.Length > 0).ToList();
        if (result.StructuredContent is { } structured && !result.Content.OfType<TextContentBlock>().Any(text => Says(text.Text, structured)))
        {
            parts.Add(JsonSerializer.Serialize(structured, JsonDefaults.Strict));
        }

        var whole = string.Join("\n", parts);
        return whole.Length <= maxCharacters ? whole : $"{Excerpt.Cut(whole, maxCharacters)}… ({whole.Length} characters)";
    }

    private static string Describe(ContentBlock block) => block switch
    {
        TextContentBlock text => text.Text,
        ImageContentBlock image => $"[image, {image.MimeType}, {SizeOf(image.Data)}]",
        AudioContentBlock audio => $"[audio, {audio.MimeType}, {SizeOf(audio.Data)}]",
        EmbeddedResourceBlock { Resource: TextResourceContents text } => $"[resource {text.Uri}]\n{text.Text}",
        EmbeddedResourceBlock { Resource: BlobResourceContents blob } => $"[resource {blob.Uri}, {blob.MimeType ?? "of unknown type"}, {SizeOf(blob.Blob)}]",
        ResourceLinkBlock link => $"[link to {link.Name}: {link.Uri}]{(link.Description is { Length: > 0 } said ? $" {said}" : "")}",
        _ => $"[{block.Type}]",
    };

    /// <summary>Servers say structured content again as text for clients of before it.</summary>
    private static bool Says(string text, JsonElement structured)
    {
        try
        {
            return JsonElement.DeepEquals(JsonElement.Parse(text), structured);
        }
        catch (JsonException)
        {
            return false;
        }
    }

    private static string SizeOf(ReadOnlyMemory<byte> base64) => $"about {base64.Length / 4L * 3} bytes";
}
