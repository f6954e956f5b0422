using System.Text.Json;

namespace ExecutionService.Schemas;

/// <summary>What an agent's schema may not do: speak another dialect, look at other documents, or change by where it is looked at from.</summary>
internal static class SchemaTerms
{
    private const string Draft = "https://json-schema.org/draft/2020-12/schema";

    private static readonly string[] OnlyAtTheRoot = ["$id", "$schema"];
    private static readonly string[] Nowhere = ["$dynamicRef", "$recursiveRef", "$vocabulary"];

    /// <exception cref="SchemaRefusedException">It does.</exception>
    public static void Check(JsonElement schema)
    {
        if (schema.TryGetProperty("$schema", out var dialect) && (dialect.ValueKind != JsonValueKind.String || dialect.GetString()!.TrimEnd('#') != Draft))
        {
            throw new SchemaRefusedException($"Its $schema must be {Draft}, or absent.");
        }

        CheckInside(schema, isRoot: true);
    }

    private static void CheckInside(JsonElement element, bool isRoot)
    {
        if (element.ValueKind == JsonValueKind.Array)
        {
            foreach (var item in element.EnumerateArray())
            {
                CheckInside(item, isRoot: false);
            }
        }

        if (element.ValueKind != JsonValueKind.Object)
        {
            return;
        }

        foreach (var member in element.EnumerateObject())
        {
            // A property of that name has a schema, not a text.
            if (member.Value.ValueKind == JsonValueKind.String && (Nowhere.Contains(member.Name) || (!isRoot && OnlyAtTheRoot.Contains(member.Name))))
            {
                throw new SchemaRefusedException($"'{member.Name}' is not taken {(Nowhere.Contains(member.Name) ? "here" : "inside a schema, only at its root")}.");
            }

            CheckInside(member.Value, isRoot: false);
        }
    }
}

/// <summary>A schema cannot be used; the message says why.</summary>
internal sealed class SchemaRefusedException(string message) : Exception(message);
