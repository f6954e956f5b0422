using AgentPlatform.Testing.Services;

namespace AgentPlatform.Architecture.Tests;

/// <summary>The product's sources, as they are in the checkout.</summary>
internal static class Product
{
    public static readonly string[] Services = ["AgentService", "ChatService", "ExecutionService", "Gateway", "SchedulerService"];

    public static readonly string[] Libraries = ["AgentPlatform.Contracts", "AgentPlatform.Firestore", "AgentPlatform.Llm", "AgentPlatform.ServiceDefaults"];

    /// <summary>Every source file of the product's projects, with its path from the root.</summary>
    public static IEnumerable<string> Sources() => Projects().SelectMany(project => Sources(project));

    public static IEnumerable<string> Sources(string project) =>
        Directory.EnumerateFiles(Repository.File(project), "*.cs", SearchOption.AllDirectories)
            .Select(file => Path.GetRelativePath(Repository.Root, file).Replace('\\', '/'))
            .Where(file => !file.Contains("/obj/", StringComparison.Ordinal) && !file.Contains("/bin/", StringComparison.Ordinal));

    /// <summary>The folders at the root that are projects.</summary>
    public static IEnumerable<string> Projects() =>
        Directory.EnumerateDirectories(Repository.Root).Select(folder => Path.GetFileName(folder)!).Where(folder => File.Exists(Repository.File(folder, $"{folder}.csproj"))).Order(StringComparer.Ordinal);
}
