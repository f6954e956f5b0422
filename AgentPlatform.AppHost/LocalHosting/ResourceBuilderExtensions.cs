namespace Aspire.Hosting;

/// <summary>The part of Aspire's builder methods that AppHost.cs uses.</summary>
public static class ResourceBuilderExtensions
{
    /// <summary>Adds a project.</summary>
    public static IResourceBuilder<ProjectResource> AddProject<TProject>(this IDistributedApplicationBuilder builder, string name)
        where TProject : IProjectMetadata, new()
    {
        var project = new ProjectResource(name, new TProject().ProjectPath);
        ((DistributedApplication.Builder)builder).Projects.Add(project);
        return new ResourceBuilder<ProjectResource>(project);
    }

    /// <summary>Adds a connection string from configuration.</summary>
    public static IResourceBuilder<IResourceWithConnectionString> AddConnectionString(this IDistributedApplicationBuilder builder, string name) =>
        new ResourceBuilder<IResourceWithConnectionString>(new ConnectionString(name));

    /// <summary>Adds a value from configuration.</summary>
    public static IResourceBuilder<ParameterResource> AddParameter(this IDistributedApplicationBuilder builder, string name, bool secret = false) =>
        new ResourceBuilder<ParameterResource>(new ParameterResource(name, secret));

    /// <summary>Lets a project reach a connection.</summary>
    public static IResourceBuilder<ProjectResource> WithReference(this IResourceBuilder<ProjectResource> builder, IResourceBuilder<IResourceWithConnectionString> source) =>
        builder.With(project => project.References.Add(source.Resource));

    /// <summary>Lets a project find another.</summary>
    public static IResourceBuilder<ProjectResource> WithReference(this IResourceBuilder<ProjectResource> builder, IResourceBuilder<IResourceWithServiceDiscovery> source) =>
        builder.With(project => project.References.Add(source.Resource));

    /// <summary>Gives a project a parameter as an environment variable.</summary>
    public static IResourceBuilder<ProjectResource> WithEnvironment(this IResourceBuilder<ProjectResource> builder, string name, IResourceBuilder<ParameterResource> parameter) =>
        builder.With(project => project.Environment[name] = parameter.Resource);

    /// <summary>Where a project answers that it is ready.</summary>
    public static IResourceBuilder<ProjectResource> WithHttpHealthCheck(this IResourceBuilder<ProjectResource> builder, string path) =>
        builder.With(project => project.HealthPath = path);

    /// <summary>How many processes a project runs in.</summary>
    public static IResourceBuilder<ProjectResource> WithReplicas(this IResourceBuilder<ProjectResource> builder, int replicas) =>
        builder.With(project => project.Replicas = replicas);

    /// <summary>Opens a project to the outside.</summary>
    public static IResourceBuilder<ProjectResource> WithExternalHttpEndpoints(this IResourceBuilder<ProjectResource> builder) =>
        builder.With(project => project.External = true);

    /// <summary>Starts a project after another one is ready.</summary>
    public static IResourceBuilder<ProjectResource> WaitFor(this IResourceBuilder<ProjectResource> builder, IResourceBuilder<IResource> dependency) =>
        builder.With(project => project.Awaited.Add(dependency.Resource));

    private static IResourceBuilder<ProjectResource> With(this IResourceBuilder<ProjectResource> builder, Action<ProjectResource> change)
    {
        change(builder.Resource);
        return builder;
    }
}
