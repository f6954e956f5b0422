using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;
using YamlDotNet.RepresentationModel;

namespace AgentService.Portable;

/// <summary>JSON as YAML and back, keeping every string to the character: text is quoted, numbers and truth are plain.</summary>
internal static partial class PortableYaml
{
    /// <summary>Maps and lists inside each other at most: the YAML reader recurses, and a stack that overflows ends the process. Enough for a schema of the output as deep as it may be.</summary>
    private const int MaxDepth = 48;

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
        Scan(text);
        var stream = new YamlStream();
        stream.Load(new StringReader(text));
        return stream.Documents is [var document] ? ToJson(document.RootNode) : throw new YamlException("Exactly one document is expected.");
    }

    /// <summary>Refuses what would be dangerous to load.</summary>
    private static void Scan(string text)
    {
        var parser = new Parser(new StringReader(text));
        for (var depth = 0; parser.MoveNext();)
        {
            var current = parser.Current!;
            depth += current.NestingIncrease;
            if (current is AnchorAlias)
            {
                throw new YamlException(current.Start, current.End, "Aliases are not taken.");
            }

            if (depth > MaxDepth)
            {
                throw new YamlException(current.Start, current.End, "Nested too deep.");
            }
        }
    }

    private static YamlNode ToYaml(JsonNode? node) => node switch
    {
        JsonObject map => new YamlMappingNode(map.SelectMany(member => new[] { new YamlScalarNode(member.Key) { Style = SimpleKey().IsMatch(member.Key) ? ScalarStyle.Any : ScalarStyle.DoubleQuoted }, ToYaml(member.Value) })),
        JsonArray list => new YamlSequenceNode(list.Select(ToYaml)),
        JsonValue value when value.TryGetValue<string>(out var text) => new YamlScalarNode(text) { Style = ScalarStyle.DoubleQuoted },
        null => new YamlScalarNode("null"),
        _ => new YamlScalarNode(node.ToJsonString()),
    };

    private static JsonNode? ToJson(YamlNode node) => node switch
    {
        YamlMappingNode map => new JsonObject(map.Children.Select(child => KeyValuePair.Create(((YamlScalarNode)child.Key).Value!, ToJson(child.Value)))),
        YamlSequenceNode list => new JsonArray([.. list.Children.Select(ToJson)]),
        YamlScalarNode { Style: ScalarStyle.Plain } scalar => Plain(scalar.Value ?? ""),
        YamlScalarNode scalar => JsonValue.Create(scalar.Value),
        _ => throw new YamlException(node.Start, node.End, "Not taken here."),
    };

    private static JsonValue? Plain(string text) => text switch
    {
        "" or "null" or "~" => null,
        "true" => JsonValue.Create(true),
        "false" => JsonValue.Create(false),
        _ when JsonNumber().IsMatch(text) => JsonValue.Create(JsonElement.Parse(text)),
        _ when long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) => JsonValue.Create(number),
        _ => JsonValue.Create(text),
    };

    /// <summary>A number as JSON writes it, kept to the digit: <c>1.0</c> and <c>1e2</c> stay what they are.</summary>
    [GeneratedRegex(@"^-?(0|[1-9][0-9]*)(\.[0-9]+)?([eE][+-]?[0-9]+)?\z", RegexOptions.CultureInvariant)]
    private static partial Regex JsonNumber();

    /// <summary>A name that every reader of YAML takes for text.</summary>
    [GeneratedRegex(@"^(?!(?i:y|n|yes|no|on|off|true|false|null)\z)[A-Za-z][A-Za-z0-9_-]*\z", RegexOptions.CultureInvariant)]
    private static partial Regex SimpleKey();
}
