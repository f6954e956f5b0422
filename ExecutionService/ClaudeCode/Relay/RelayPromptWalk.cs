using System.Text.Json;
using System.Text.Json.Nodes;
using AgentPlatform.Llm;

namespace ExecutionService.ClaudeCode.Relay;

/// <summary>Goes through a request once: finds what must not be passed on, estimates its tokens, and takes out what would cost more.</summary>
internal sealed class RelayPromptWalk
{
    private const int PerImage = 1_600;
    private const int PerValue = 2;
    private const int Preamble = 400;

    /// <summary>Tools that the provider runs itself. A tool without a type, or <c>custom</c>, is run by the program.</summary>
    private static readonly string[] ProvidersTools = ["code_execution", "mcp_", "web_fetch", "web_search"];

    /// <summary>Tokens, rather too many than too few.</summary>
    public long Estimate { get; private set; } = Preamble;

    /// <summary>Whether something was taken out.</summary>
    public bool Changed { get; private set; }

    /// <summary>Why it cannot be passed on; null when it can.</summary>
    public string? Visit(JsonNode? node)
    {
        switch (node)
        {
            case JsonObject known:
                return VisitObject(known);
            case JsonArray items:
                foreach (var item in items)
                {
                    Estimate += PerValue;
                    if (Visit(item) is { } refusal)
                    {
                        return refusal;
                    }
                }

                return null;
            default:
                Estimate += node?.GetValueKind() == JsonValueKind.String ? TokenEstimator.OfText(node.GetValue<string>()) : PerValue;
                return null;
        }
    }

    private string? VisitObject(JsonObject node)
    {
        var type = TypeOf(node);
        if (type is not null && (type == "container_upload" || ProvidersTools.Any(tool => type.StartsWith(tool, StringComparison.Ordinal))))
        {
            return $"'{type}' is not passed on from a sandbox.";
        }

        if (type == "base64" && node["media_type"] is JsonValue media && media.ToString().StartsWith("image/", StringComparison.Ordinal))
        {
            Estimate += PerImage;
            return null;
        }

        foreach (var (name, value) in node)
        {
            Estimate += PerValue + TokenEstimator.OfText(name);
            switch (name)
            {
                // The provider would fetch it, or read a file that somebody else has left there.
                case "source" when value is JsonObject source && TypeOf(source) is "file" or "url":
                    return "Images and documents are passed on from a sandbox only as their bytes.";
                // An hour in the cache costs more than the five minutes that are reckoned with.
                case "cache_control" when value is JsonObject cache:
                    Changed |= cache.Remove("ttl");
                    break;
                // Any data: it means nothing to the provider.
                case "input" or "input_schema":
                    Estimate += TokenEstimator.OfText(value?.ToJsonString());
                    break;
                default:
                    if (Visit(value) is { } refusal)
                    {
                        return refusal;
                    }

                    break;
            }
        }

        return null;
    }

    private static string? TypeOf(JsonObject node) => node["type"] is JsonValue type && type.GetValueKind() == JsonValueKind.String ? type.GetValue<string>() : null;
}
