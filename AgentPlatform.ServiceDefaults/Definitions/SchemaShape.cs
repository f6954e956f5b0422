using System.Text.Json;
using AgentPlatform.ServiceDefaults.Json;

namespace AgentPlatform.ServiceDefaults.Definitions;

/// <summary>The size and form of a JSON Schema that an agent may carry; whether its keywords make sense is for ExecutionService to say.</summary>
public static class SchemaShape
{
    public const int MaxCharacters = 16_384;

    /// <summary>Objects and lists inside each other.</summary>
    public const int MaxDepth = 32;

    /// <summary>Null, or why it is no schema to be kept.</summary>
    public static string? WhyNot(JsonElement schema) =>
        schema.ValueKind != JsonValueKind.Object ? "A schema is an object."
        : JsonSerializer.Serialize(schema, JsonDefaults.Strict).Length > MaxCharacters ? $"A schema has at most {MaxCharacters} characters."
        : DepthOf(schema) > MaxDepth ? $"A schema has at most {MaxDepth} objects and lists inside each other."
        : null;

    private static int DepthOf(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.Object => 1 + element.EnumerateObject().Select(member => DepthOf(member.Value)).DefaultIfEmpty().Max(),
        JsonValueKind.Array => 1 + element.EnumerateArray().Select(DepthOf).DefaultIfEmpty().Max(),
        _ => 0,
    };
}
