using System.Text.Json.Nodes;

namespace AgentPlatform.EndToEnd.Tests.Platform;

/// <summary>Reading JSON as a caller from outside does, without the product's types.</summary>
internal static class Nodes
{
    public static string? Text(this JsonNode? node, string member) => (string?)node?[member];

    public static long Number(this JsonNode? node, string member) => (long?)node?[member] ?? throw new InvalidOperationException($"There is no number {member} in {node?.ToJsonString()}");

    public static IReadOnlyList<JsonNode> Items(this JsonNode node, string member = "items") => [.. node[member]!.AsArray().Select(item => item!)];
}
