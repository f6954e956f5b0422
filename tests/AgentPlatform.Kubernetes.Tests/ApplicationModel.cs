using System.Diagnostics;
using System.Text.Json.Nodes;
using AgentPlatform.Testing.Services;

namespace AgentPlatform.Kubernetes.Tests;

/// <summary>
/// What the manifests must agree with: the services and connections that AgentPlatform.AppHost describes in its
/// aspire-manifest.json; <see cref="ModelTests"/> holds it against the sources.
/// </summary>
internal sealed record ApplicationModel(IReadOnlyList<ServiceModel> Services)
{
    public const string ModelKey = "ANTHROPIC_API_KEY";
    public const string SigningKey = "Identity__SigningKey";

    /// <summary>The resource that the services' connection string <c>rabbitmq</c> leads to.</summary>
    public const string Bus = "messaging";

    /// <summary>The one service that is reached from outside.</summary>
    public const string Door = "gateway";

    public const int Port = 8080;

    public static ApplicationModel Current { get; } = new(Read());

    private static List<ServiceModel> Read()
    {
        var file = Path.Combine(Directory.CreateTempSubdirectory("aspire-manifest-").FullName, "aspire-manifest.json");
        using var appHost = Process.Start(new ProcessStartInfo("dotnet", [Repository.Built("AgentPlatform.AppHost"), "--publisher", "manifest", "--output-path", file]) { RedirectStandardOutput = true })!;
        appHost.StandardOutput.ReadToEnd();
        appHost.WaitForExit();
        var resources = JsonNode.Parse(File.ReadAllText(file))!["resources"]!.AsObject();
        Directory.Delete(Path.GetDirectoryName(file)!, recursive: true);
        var secrets = resources.Where(resource => (bool?)resource.Value!["inputs"]?["value"]?["secret"] == true).Select(resource => $"{{{resource.Key}.value}}").ToHashSet(StringComparer.Ordinal);
        return [.. resources.Where(resource => (string?)resource.Value!["type"] == "project.v0").OrderBy(resource => resource.Key, StringComparer.Ordinal).Select(resource => Service(resource.Key, resource.Value!, secrets))];
    }

    private static ServiceModel Service(string name, JsonNode resource, HashSet<string> secrets)
    {
        var environment = resource["env"]!.AsObject().ToDictionary(variable => variable.Key, variable => (string)variable.Value!, StringComparer.Ordinal);
        return new ServiceModel(
            name,
            Path.GetFileNameWithoutExtension((string)resource["path"]!),
            Calls: [.. environment.Keys.Where(key => key.StartsWith("services__", StringComparison.Ordinal)).Select(key => key.Split("__")[1]).Order(StringComparer.Ordinal)],
            Bus: environment.ContainsKey("ConnectionStrings__rabbitmq"),
            Secrets: [.. environment.Where(variable => secrets.Contains(variable.Value)).Select(variable => variable.Key).Order(StringComparer.Ordinal)]);
    }
}
