using System.Text.RegularExpressions;
using AgentPlatform.Kubernetes.Tests.Rules;
using AgentPlatform.Testing.Services;

namespace AgentPlatform.Kubernetes.Tests;

/// <summary>The model that the manifests are compared with does not lie about the code.</summary>
public sealed partial class ModelTests
{
    [Fact]
    public void The_AppHost_describes_the_five_services() => Assert.Equal(
        [("agentservice", "AgentService"), ("chatservice", "ChatService"), ("executionservice", "ExecutionService"), ("gateway", "Gateway"), ("schedulerservice", "SchedulerService")],
        ApplicationModel.Current.Services.Select(service => (service.Name, service.Project)));

    [Fact]
    public void A_service_calls_those_that_its_code_has_clients_of()
    {
        foreach (var service in ApplicationModel.Current.Services)
        {
            var sources = Sources(service.Project);
            var called = Client().Matches(sources).Concat(Route().Matches(sources)).Select(match => match.Groups[1].Value).Distinct().Order(StringComparer.Ordinal);

            Assert.Equal(service.Calls, called);
        }
    }

    [Fact]
    public void A_service_is_on_the_bus_if_its_code_is() =>
        Assert.All(ApplicationModel.Current.Services, service => Assert.Equal(service.Bus, Sources(service.Project).Contains("AddServiceDefaults(", StringComparison.Ordinal)));

    [Fact]
    public void A_service_that_is_given_the_models_key_has_a_model() =>
        Assert.All(ApplicationModel.Current.Services, service => Assert.Equal(service.CallsModel, File.ReadAllText(Repository.File(service.Project, $"{service.Project}.csproj")).Contains("AgentPlatform.Llm", StringComparison.Ordinal)));

    [Fact]
    public void A_setting_is_one_that_the_code_reads()
    {
        var sources = Directory.EnumerateDirectories(Repository.Root).Select(folder => Path.GetFileName(folder)!).Where(folder => File.Exists(Repository.File(folder, $"{folder}.csproj"))).SelectMany(Files).Select(File.ReadAllText).ToList();
        var settings = EnvironmentRules.Ticks.Values.SelectMany(names => names).Concat(EnvironmentRules.AtZero.Values).Concat(ApplicationModel.Current.Services.SelectMany(service => service.Secrets)).Distinct()
            // These are .NET's own and OpenTelemetry's.
            .Where(name => !name.StartsWith("ASPNETCORE_", StringComparison.Ordinal) && !name.StartsWith("OTEL_", StringComparison.Ordinal) && name != "HOME");

        Assert.All(settings, setting => Assert.True(sources.Exists(source => Reads(source, setting)), $"Nothing reads {setting}."));
    }

    /// <summary>By its whole name, or as a property of an options class that is bound to its section.</summary>
    private static bool Reads(string source, string setting) =>
        source.Contains($"\"{setting.Replace("__", ":", StringComparison.Ordinal)}\"", StringComparison.Ordinal)
        || (setting.Split("__") is [.. var section, var property] && source.Contains($"Section = \"{string.Join(':', section)}\"", StringComparison.Ordinal) && source.Contains($" {property} {{ get; set; }}", StringComparison.Ordinal));

    private static string Sources(string project) => string.Join('\n', Files(project).Select(File.ReadAllText));

    private static IEnumerable<string> Files(string project) => Directory.EnumerateFiles(Repository.File(project), "*.cs", SearchOption.AllDirectories)
        .Where(file => !file.Contains($"{Path.DirectorySeparatorChar}obj{Path.DirectorySeparatorChar}", StringComparison.Ordinal));

    [GeneratedRegex("AddServiceClient<\\w+>\\(\"(\\w+)\"\\)")]
    private static partial Regex Client();

    /// <summary>A line of the Gateway's table of routes.</summary>
    [GeneratedRegex("\\[\"/[\\w/]+\"\\] = \"(\\w+)\"")]
    private static partial Regex Route();
}
