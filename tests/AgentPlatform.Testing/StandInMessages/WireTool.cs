using System.Text.Json;
using Microsoft.Extensions.AI;

namespace AgentPlatform.Testing.StandInMessages;

/// <summary>Tools as both protocols describe them.</summary>
internal static class WireTool
{
    private static readonly JsonElement AnyObject = JsonElement.Parse("""{"type":"object"}""");

    public static AITool Declare(JsonElement tool, string schemaName) => AIFunctionFactory.CreateDeclaration(
        tool.GetProperty("name").GetString()!,
        tool.TryGetProperty("description", out var description) ? description.GetString() : null,
        tool.TryGetProperty(schemaName, out var schema) ? schema.Clone() : AnyObject);

    public static FunctionCallContent Call(string id, string name, string arguments) =>
        new(id, name, JsonSerializer.Deserialize<Dictionary<string, object?>>(arguments));
}
