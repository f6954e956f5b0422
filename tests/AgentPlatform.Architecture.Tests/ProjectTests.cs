using System.Diagnostics;
using System.Xml.Linq;
using AgentPlatform.Testing.Services;

namespace AgentPlatform.Architecture.Tests;

public sealed class ProjectTests
{
    private static readonly Dictionary<string, string[]> Allowed = new()
    {
        ["AgentPlatform.AppHost"] = [.. Product.Services, "AgentPlatform.FirestoreServer"],
        ["AgentPlatform.Contracts"] = [],
        ["AgentPlatform.Firestore"] = [],
        ["AgentPlatform.FirestoreServer"] = ["AgentPlatform.Firestore", "AgentPlatform.ServiceDefaults"],
        ["AgentPlatform.Llm"] = ["AgentPlatform.Contracts"],
        ["AgentPlatform.ServiceDefaults"] = ["AgentPlatform.Contracts", "AgentPlatform.Firestore"],
        ["AgentPlatform.Standalone"] = [.. Product.Services, .. Product.Libraries],
        ["AgentService"] = ["AgentPlatform.Contracts", "AgentPlatform.Firestore", "AgentPlatform.ServiceDefaults"],
        ["ChatService"] = ["AgentPlatform.Contracts", "AgentPlatform.Firestore", "AgentPlatform.Llm", "AgentPlatform.ServiceDefaults"],
        ["ExecutionService"] = ["AgentPlatform.Contracts", "AgentPlatform.Firestore", "AgentPlatform.Llm", "AgentPlatform.ServiceDefaults"],
        ["Gateway"] = ["AgentPlatform.Contracts", "AgentPlatform.Firestore", "AgentPlatform.ServiceDefaults"],
        ["SchedulerService"] = ["AgentPlatform.Contracts", "AgentPlatform.Firestore", "AgentPlatform.ServiceDefaults"],
    };

    [Fact]
    public void A_project_references_only_what_the_design_allows()
    {
        foreach (var project in Product.Projects())
        {
            Assert.True(Allowed.TryGetValue(project, out var allowed), $"{project} is not in the table of the design.");
            Assert.True(!References(project).Except(allowed!).Any(), $"{project} references {string.Join(", ", References(project).Except(allowed!))}.");
        }
    }

    [Fact]
    public void Every_project_is_in_the_solution()
    {
        var solution = File.ReadAllText(Repository.File("AgentPlatform.sln")).Replace('\\', '/');
        var projects = Product.Projects().Select(project => $"{project}/{project}.csproj")
            .Concat(Directory.EnumerateDirectories(Repository.File("tests")).Select(folder => Path.GetFileName(folder)!).Where(folder => File.Exists(Repository.File("tests", folder, $"{folder}.csproj"))).Select(folder => $"tests/{folder}/{folder}.csproj"));

        Assert.All(projects, project => Assert.Contains($"\"{project}\"", solution, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_service_that_references_another_does_not_build()
    {
        var folder = Directory.CreateTempSubdirectory("ap0001-");

        try
        {
            var targets = Repository.File("Directory.Build.targets");
            await File.WriteAllTextAsync(
                Path.Combine(folder.FullName, "ChatService.csproj"),
                $"""
                <Project>
                  <ItemGroup><ProjectReference Include="../AgentService/AgentService.csproj" /></ItemGroup>
                  <Import Project="{targets}" />
                  <Target Name="CoreCompile" />
                </Project>
                """,
                TestContext.Current.CancellationToken);

            var (refused, output) = await MSBuildAsync(Path.Combine(folder.FullName, "ChatService.csproj"));
            Assert.NotEqual(0, refused);
            Assert.Contains("AP0001", output, StringComparison.Ordinal);
            Assert.Contains("ChatService references AgentService", output, StringComparison.Ordinal);

            File.Move(Path.Combine(folder.FullName, "ChatService.csproj"), Path.Combine(folder.FullName, "Host.csproj"));
            (var taken, output) = await MSBuildAsync(Path.Combine(folder.FullName, "Host.csproj"));
            Assert.True(taken == 0, output);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static IEnumerable<string> References(string project) =>
        XDocument.Load(Repository.File(project, $"{project}.csproj")).Descendants("ProjectReference").Select(reference => Path.GetFileNameWithoutExtension(reference.Attribute("Include")!.Value.Replace('\\', '/')));

    private static async Task<(int ExitCode, string Output)> MSBuildAsync(string project)
    {
        var start = new ProcessStartInfo("dotnet", ["msbuild", project, "-t:CoreCompile", "-nologo", "-nodeReuse:false"]) { RedirectStandardOutput = true, WorkingDirectory = Path.GetDirectoryName(project) };

        // The environment of the test host names its own MSBuild; the command line finds its own.
        foreach (var name in start.Environment.Keys.Where(name => name.StartsWith("MSBUILD", StringComparison.OrdinalIgnoreCase)).ToList())
        {
            start.Environment.Remove(name);
        }

        using var process = Process.Start(start)!;
        var output = await process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        return (process.ExitCode, output);
    }
}
