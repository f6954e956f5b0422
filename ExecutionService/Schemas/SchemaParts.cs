using System.Text.Json;

namespace ExecutionService.Schemas;

/// <summary>The schemas that a schema consists of, and to what of a value each applies.</summary>
internal static class SchemaParts
{
    private static readonly Dictionary<string, (SchemaPlace Place, SchemaForm Form)> Keywords = new(StringComparer.Ordinal)
    {
        ["$defs"] = (SchemaPlace.Nowhere, SchemaForm.Map),
        ["additionalProperties"] = (SchemaPlace.Members, SchemaForm.One),
        ["allOf"] = (SchemaPlace.Same, SchemaForm.List),
        ["anyOf"] = (SchemaPlace.Same, SchemaForm.List),
        ["contains"] = (SchemaPlace.Items, SchemaForm.One),
        ["dependentSchemas"] = (SchemaPlace.Same, SchemaForm.Map),
        ["else"] = (SchemaPlace.Same, SchemaForm.One),
        ["if"] = (SchemaPlace.Same, SchemaForm.One),
        ["items"] = (SchemaPlace.Items, SchemaForm.One),
        ["not"] = (SchemaPlace.Same, SchemaForm.One),
        ["oneOf"] = (SchemaPlace.Same, SchemaForm.List),
        ["patternProperties"] = (SchemaPlace.MatchingMembers, SchemaForm.Map),
        ["prefixItems"] = (SchemaPlace.Items, SchemaForm.List),
        ["properties"] = (SchemaPlace.NamedMember, SchemaForm.Map),
        ["propertyNames"] = (SchemaPlace.Names, SchemaForm.One),
        ["then"] = (SchemaPlace.Same, SchemaForm.One),
        ["unevaluatedItems"] = (SchemaPlace.Items, SchemaForm.One),
        ["unevaluatedProperties"] = (SchemaPlace.Members, SchemaForm.One),
    };

    public static IEnumerable<SchemaPart> Of(JsonElement schema)
    {
        if (schema.ValueKind != JsonValueKind.Object)
        {
            yield break;
        }

        foreach (var keyword in schema.EnumerateObject())
        {
            if (!Keywords.TryGetValue(keyword.Name, out var known))
            {
                continue;
            }

            foreach (var (name, part) in Parts(keyword.Value, known.Form))
            {
                yield return new SchemaPart(part, known.Place, name);
            }
        }
    }

    private static IEnumerable<(string? Name, JsonElement Part)> Parts(JsonElement value, SchemaForm form) => (form, value.ValueKind) switch
    {
        (SchemaForm.One, _) => [(null, value)],
        (SchemaForm.List, JsonValueKind.Array) => value.EnumerateArray().Select(item => ((string?)null, item)),
        (SchemaForm.Map, JsonValueKind.Object) => value.EnumerateObject().Select(member => ((string?)member.Name, member.Value)),
        _ => [],
    };

    private enum SchemaForm
    {
        One,
        List,
        Map,
    }
}

/// <summary>A schema inside a schema; <paramref name="Name"/> is that of the member, or the pattern of members' names.</summary>
internal readonly record struct SchemaPart(JsonElement Schema, SchemaPlace Place, string? Name);

/// <summary>To what of a value a part of its schema applies.</summary>
internal enum SchemaPlace
{
    /// <summary>Nothing, until something refers to it.</summary>
    Nowhere,

    /// <summary>The value itself.</summary>
    Same,

    /// <summary>The items of a list.</summary>
    Items,

    /// <summary>Every member of an object.</summary>
    Members,

    /// <summary>One member of an object.</summary>
    NamedMember,

    /// <summary>The members of an object whose names match a pattern.</summary>
    MatchingMembers,

    /// <summary>The names of an object's members.</summary>
    Names,
}
