using Microsoft.Extensions.Configuration;

namespace Aspire.Hosting;

/// <summary>Where a project is.</summary>
public interface IProjectMetadata
{
    /// <summary>The project file.</summary>
    string ProjectPath { get; }
}

/// <summary>Builds the application model.</summary>
public interface IDistributedApplicationBuilder
{
    /// <summary>Configuration of the AppHost.</summary>
    ConfigurationManager Configuration { get; }

    /// <summary>The application.</summary>
    DistributedApplication Build();
}

/// <summary>The application.</summary>
public sealed class DistributedApplication
{
    private readonly IReadOnlyList<ProjectResource> _projects;

    internal DistributedApplication(IReadOnlyList<ProjectResource> projects) => _projects = projects;

    /// <summary>Begins a model.</summary>
    public static IDistributedApplicationBuilder CreateBuilder(string[] args) => new Builder(args);

    /// <summary>Shows the model. Starting its processes locally is not built yet: AgentPlatform.Standalone runs the same services in one.</summary>
    public void Run()
    {
        foreach (var project in _projects)
        {
            var uses = project.References.Select(resource => resource.Name).Concat(project.Environment.Keys);
            Console.WriteLine($"{project.Name}: {Path.GetFileName(project.Path)} x{project.Replicas}, uses {string.Join(", ", uses)}");
        }

        Console.Error.WriteLine("This build describes the application only. Run AgentPlatform.Standalone, or build with -p:Aspire=true where the Aspire packages can be had.");
        Environment.ExitCode = 1;
    }

    internal sealed class Builder : IDistributedApplicationBuilder
    {
        public Builder(string[] args) => Configuration.AddEnvironmentVariables().AddCommandLine(args);

        public ConfigurationManager Configuration { get; } = new();

        public List<ProjectResource> Projects { get; } = [];

        public DistributedApplication Build() => new(Projects);
    }
}
