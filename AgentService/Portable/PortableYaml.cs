using System.Globalization;
using System.Text.Json.Nodes;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;
using YamlDotNet.RepresentationModel;

namespace AgentService.Portable;

/// <summary>JSON as YAML and back, keeping every string to the character: text is quoted, numbers and truth are plain.</summary>
internal static class PortableYaml
{
    /// <summary>Nodes of a document at most, so that aliases cannot blow it up.</summary>
    private const int MaxDepth = 16;

    public static string Write(JsonNode node)
    {
        using var text = new StringWriter(CultureInfo.InvariantCulture) { NewLine = "\n" };
        new YamlStream(new YamlDocument(ToYaml(node))).Save(text, assignAnchors: false);
        return text.ToString();
    }

    /// <summary>The document as JSON.</summary>
    /// <exception cref="YamlException">The text is not one YAML document of maps, lists and scalars without aliases.</exception>
    public static JsonNode? Read(string text)
    {
        if (new Parser(new StringReader(text)) is var parser)
        {
            while (parser.MoveNext())
            {
                if (parser.Current is AnchorAlias alias)
                {
                    throw new YamlException(alias.Start, alias.End, "Aliases are not taken.");
                }
            }
        }

        var stream = new YamlStream();
        stream.Load(new StringReader(text));
        return stream.Documents is [var document] ? ToJson(document.RootNode, 0) : throw new YamlException("Exactly one document is expected.");
    }

    private static YamlNode ToYaml(JsonNode? node) => node switch
    {
        JsonObject map => new YamlMappingNode(map.Where(member => member.Value is not null).SelectMany(member => new[] { new YamlScalarNode(member.Key), ToYaml(member.Value) })),
        JsonArray list => new YamlSequenceNode(list.Select(ToYaml)),
        JsonValue value when value.TryGetValue<string>(out var text) => new YamlScalarNode(text) { Style = ScalarStyle.DoubleQuoted },
        null => new YamlScalarNode("null"),
        _ => new YamlScalarNode(node.ToJsonString()),
    };

    private static JsonNode? ToJson(YamlNode node, int depth) => node switch
    {
        _ when depth > MaxDepth => throw new YamlException(node.Start, node.End, "Nested too deep."),
        YamlMappingNode map => new JsonObject(map.Children.Select(child => KeyValuePair.Create(((YamlScalarNode)child.Key).Value!, ToJson(child.Value, depth + 1)))),
        YamlSequenceNode list => new JsonArray([.. list.Children.Select(child => ToJson(child, depth + 1))]),
        YamlScalarNode { Style: ScalarStyle.Plain } scalar => Plain(scalar.Value ?? ""),
        YamlScalarNode scalar => JsonValue.Create(scalar.Value),
        _ => throw new YamlException(node.Start, node.End, "Not taken here."),
    };

    private static JsonValue? Plain(string text) => text switch
    {
        "" or "null" or "~" => null,
        "true" => JsonValue.Create(true),
        "false" => JsonValue.Create(false),
        _ when long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) => JsonValue.Create(number),
        _ => JsonValue.Create(text),
    };
}
