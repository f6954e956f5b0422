using System.Globalization;
using System.Text.Json;

namespace ExecutionService.Schemas;

/// <summary>Follows a <c>$ref</c> inside its schema.</summary>
internal static class SchemaReference
{
    /// <summary>The schema that it leads to.</summary>
    /// <exception cref="SchemaRefusedException">It leads out of the schema, or nowhere.</exception>
    public static JsonElement Follow(JsonElement root, JsonElement reference)
    {
        var text = reference.ValueKind == JsonValueKind.String ? reference.GetString()! : "";
        if (text != "#" && !text.StartsWith("#/", StringComparison.Ordinal))
        {
            throw new SchemaRefusedException($"The $ref '{text}' is not taken: a reference stays inside the schema (# or #/…).");
        }

        var found = root;
        foreach (var segment in text.Split('/').Skip(1))
        {
            found = Step(found, Uri.UnescapeDataString(segment).Replace("~1", "/", StringComparison.Ordinal).Replace("~0", "~", StringComparison.Ordinal))
                ?? throw new SchemaRefusedException($"The $ref '{text}' leads nowhere.");
        }

        return found;
    }

    private static JsonElement? Step(JsonElement from, string segment) => from.ValueKind switch
    {
        JsonValueKind.Object when from.TryGetProperty(segment, out var member) => member,
        JsonValueKind.Array when int.TryParse(segment, NumberStyles.None, CultureInfo.InvariantCulture, out var index) && index < from.GetArrayLength() => from[index],
        _ => null,
    };
}
