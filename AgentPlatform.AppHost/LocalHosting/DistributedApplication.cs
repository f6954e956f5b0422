using System.Reflection;
using Aspire.Hosting.Local;
using Microsoft.Extensions.Configuration;

namespace Aspire.Hosting;

/// <summary>Where a project is.</summary>
public interface IProjectMetadata
{
    /// <summary>The project file.</summary>
    string ProjectPath { get; }
}

/// <summary>A part that others find by name.</summary>
public interface IResourceWithServiceDiscovery : IResourceWithEndpoints;

/// <summary>What is done with the model.</summary>
public enum DistributedApplicationOperation
{
    /// <summary>It runs here.</summary>
    Run,

    /// <summary>It is described for elsewhere.</summary>
    Publish,
}

/// <summary>Tells what is done with the model.</summary>
public class DistributedApplicationExecutionContext(DistributedApplicationOperation operation)
{
    /// <summary>What is done.</summary>
    public DistributedApplicationOperation Operation => operation;

    /// <summary>True while the model is described for elsewhere.</summary>
    public bool IsPublishMode => operation == DistributedApplicationOperation.Publish;
}

/// <summary>Builds the application model.</summary>
public interface IDistributedApplicationBuilder
{
    /// <summary>Configuration of the AppHost.</summary>
    ConfigurationManager Configuration { get; }

    /// <summary>The folder of the AppHost's project.</summary>
    string AppHostDirectory { get; }

    /// <summary>What is done with the model.</summary>
    DistributedApplicationExecutionContext ExecutionContext { get; }

    /// <summary>Adds a resource.</summary>
    IResourceBuilder<T> AddResource<T>(T resource)
        where T : IResource;

    /// <summary>The application.</summary>
    DistributedApplication Build();
}

/// <summary>The application.</summary>
public class DistributedApplication
{
    private readonly LocalBuilder _builder;

    internal DistributedApplication(LocalBuilder builder) => _builder = builder;

    /// <summary>Begins a model.</summary>
    public static IDistributedApplicationBuilder CreateBuilder(string[] args) => new LocalBuilder(args);

    /// <summary>Runs the application until the process is asked to stop, or writes its manifest.</summary>
    public void Run() => RunAsync().GetAwaiter().GetResult();

    /// <inheritdoc cref="Run" />
    public Task RunAsync(CancellationToken cancellationToken = default) =>
        _builder.ExecutionContext.IsPublishMode ? ManifestPublisher.WriteAsync(_builder, cancellationToken) : LocalRun.RunAsync(_builder, cancellationToken);
}

internal sealed class LocalBuilder : IDistributedApplicationBuilder
{
    public LocalBuilder(string[] args)
    {
        AppHostDirectory = Assembly.GetEntryAssembly()!.GetCustomAttributes<AssemblyMetadataAttribute>().Single(attribute => attribute.Key == "apphostprojectpath").Value!;
        Configuration.AddEnvironmentVariables().AddCommandLine(args);
        ExecutionContext = new(Configuration["publisher"] is null && Configuration["operation"] != "publish" ? DistributedApplicationOperation.Run : DistributedApplicationOperation.Publish);
    }

    public ConfigurationManager Configuration { get; } = new();

    public string AppHostDirectory { get; }

    public DistributedApplicationExecutionContext ExecutionContext { get; }

    /// <summary>Where the parts keep their data, as AppHost.cs has it.</summary>
    public string DataFolder => Path.GetFullPath(Configuration["Data"] ?? "../data/apphost", AppHostDirectory);

    public List<Resource> Resources { get; } = [];

    public IResourceBuilder<T> AddResource<T>(T resource)
        where T : IResource
    {
        Resources.Add((Resource)(object)resource);
        return new LocalResourceBuilder<T>(this, resource);
    }

    public DistributedApplication Build() => new(this);

    private sealed record LocalResourceBuilder<T>(IDistributedApplicationBuilder ApplicationBuilder, T Resource) : IResourceBuilder<T>
        where T : IResource;
}
