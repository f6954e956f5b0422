using System.Globalization;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace AgentPlatform.Kubernetes.Tests.Rendering;

/// <summary>Looks into YAML for which there are no types.</summary>
internal static class YamlNodes
{
    /// <summary>The scalar at a path, null when there is none.</summary>
    public static string? At(this YamlNode node, params string[] path) => (node.NodeAt(path) as YamlScalarNode)?.Value;

    /// <summary>The items of the sequence at a path, none when there is none.</summary>
    public static IEnumerable<YamlNode> Items(this YamlNode node, params string[] path) => (node.NodeAt(path) as YamlSequenceNode)?.Children ?? [];

    public static YamlNode? NodeAt(this YamlNode node, params string[] path)
    {
        var current = node;
        foreach (var key in path)
        {
            if (current is not YamlMappingNode mapping || !mapping.Children.TryGetValue(new YamlScalarNode(key), out current))
            {
                return null;
            }
        }

        return current;
    }

    /// <summary>Whether the cluster would take a node for a <c>string</c>, <c>int</c>, <c>bool</c>, <c>map</c> of strings, or the <c>pod</c> of a template.</summary>
    public static bool IsOf(this YamlNode node, string type) => (type, node) switch
    {
        ("map", YamlMappingNode mapping) => mapping.Children.Values.All(value => value.IsOf("string")),
        ("pod", YamlMappingNode) => PodTemplates.Problem(node) is null,
        ("int", YamlScalarNode { Style: ScalarStyle.Plain } scalar) => long.TryParse(scalar.Value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out _),
        ("bool", YamlScalarNode { Style: ScalarStyle.Plain } scalar) => scalar.Value is "true" or "false",
        // Plain numbers and truth values are not strings, and the cluster would refuse them where one is due.
        ("string", YamlScalarNode scalar) => scalar.Style != ScalarStyle.Plain || !(IsNumber(scalar) || scalar.Value is "true" or "false" or "" or "null" or "~"),
        _ => false,
    };

    private static bool IsNumber(YamlScalarNode scalar) => double.TryParse(scalar.Value, NumberStyles.Float, CultureInfo.InvariantCulture, out _);
}
