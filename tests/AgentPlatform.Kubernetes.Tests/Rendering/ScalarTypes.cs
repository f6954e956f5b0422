using System.Collections;
using System.Reflection;
using System.Text.Json.Serialization;
using k8s.Models;
using YamlDotNet.RepresentationModel;

namespace AgentPlatform.Kubernetes.Tests.Rendering;

/// <summary>
/// Scalars of core kinds, by the types of the client. Its own reader turns numbers into strings and the reverse without a word;
/// the cluster refuses them (<c>value: true</c> of a variable, <c>port: "8080"</c>).
/// </summary>
internal static class ScalarTypes
{
    public static IEnumerable<string> Check(YamlNode node, Type type, string path = "")
    {
        var member = Nullable.GetUnderlyingType(type) ?? type;
        if (Scalar(member) is { } scalar)
        {
            return node.IsOf(scalar) ? [] : [$"{path} must be of type {scalar}."];
        }

        if (member.IsGenericType && member.IsAssignableTo(typeof(IEnumerable)))
        {
            var item = member.GetGenericArguments()[^1];
            return node switch
            {
                YamlMappingNode mapping => mapping.Children.SelectMany(child => Check(child.Value, item, $"{path}.{child.Key}")),
                YamlSequenceNode sequence => sequence.Children.SelectMany(child => Check(child, item, $"{path}[]")),
                _ => [$"{path} must have members."],
            };
        }

        return member.Namespace == typeof(V1Pod).Namespace && node is YamlMappingNode resource
            ? member.GetProperties().SelectMany(property => property.GetCustomAttribute<JsonPropertyNameAttribute>() is { } name && node.NodeAt(name.Name) is { } child ? Check(child, property.PropertyType, $"{path}.{name.Name}") : [])
            : [];
    }

    private static string? Scalar(Type type) => type switch
    {
        _ when type == typeof(string) => "string",
        _ when type == typeof(int) || type == typeof(long) => "int",
        _ when type == typeof(bool) => "bool",
        _ => null,
    };
}
