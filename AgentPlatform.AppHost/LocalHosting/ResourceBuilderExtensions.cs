using Aspire.Hosting.Local;
using Microsoft.Extensions.Configuration;

namespace Aspire.Hosting;

/// <summary>The part of Aspire's builder methods that AppHost.cs uses.</summary>
public static class ResourceBuilderExtensions
{
    /// <summary>Adds a project.</summary>
    public static IResourceBuilder<ProjectResource> AddProject<TProject>(this IDistributedApplicationBuilder builder, string name)
        where TProject : IProjectMetadata, new() => builder.AddResource(new ProjectResource(name) { ProjectPath = new TProject().ProjectPath });

    /// <summary>Adds a program.</summary>
    public static IResourceBuilder<ExecutableResource> AddExecutable(this IDistributedApplicationBuilder builder, string name, string command, string workingDirectory, params string[]? args) =>
        builder.AddResource(new ExecutableResource(name, command, Path.GetFullPath(workingDirectory, builder.AppHostDirectory))).WithArgs(args ?? []);

    /// <summary>Adds a connection string from configuration.</summary>
    public static IResourceBuilder<IResourceWithConnectionString> AddConnectionString(this IDistributedApplicationBuilder builder, string name) =>
        builder.AddResource<IResourceWithConnectionString>(new ConnectionStringResource(
            name,
            () => builder.Configuration.GetConnectionString(name) ?? throw new InvalidOperationException($"ConnectionStrings:{name} is not set.")));

    /// <summary>Adds a value with a default.</summary>
    public static IResourceBuilder<ParameterResource> AddParameter(this IDistributedApplicationBuilder builder, string name, string value, bool publishValueAsDefault = false, bool secret = false) =>
        builder.AddResource(new ParameterResource(name, () => builder.Configuration[$"Parameters:{name}"] ?? value, secret));

    /// <summary>Adds a value that is made up when nobody gives it, and kept when <paramref name="persist"/> is set.</summary>
    public static IResourceBuilder<ParameterResource> AddParameter(this IDistributedApplicationBuilder builder, string name, ParameterDefault value, bool secret = false, bool persist = false) =>
        builder.AddResource(new ParameterResource(
            name,
            () => builder.Configuration[$"Parameters:{name}"] ?? (persist ? KeptParameters.GetOrAdd(builder, name, value) : value.GetDefaultValue()),
            secret,
            value));

    /// <summary>Adds arguments.</summary>
    public static IResourceBuilder<T> WithArgs<T>(this IResourceBuilder<T> builder, params string[] args)
        where T : IResourceWithArgs => builder.With(resource => resource.Arguments.AddRange(args));

    /// <summary>Adds an environment variable.</summary>
    public static IResourceBuilder<T> WithEnvironment<T>(this IResourceBuilder<T> builder, string name, string? value)
        where T : IResourceWithEnvironment => builder.WithVariable(name, value ?? "");

    /// <summary>Adds an environment variable.</summary>
    public static IResourceBuilder<T> WithEnvironment<T>(this IResourceBuilder<T> builder, string name, ReferenceExpression value)
        where T : IResourceWithEnvironment => builder.WithVariable(name, value);

    /// <summary>Adds an environment variable.</summary>
    public static IResourceBuilder<T> WithEnvironment<T>(this IResourceBuilder<T> builder, string name, IResourceBuilder<ParameterResource> parameter)
        where T : IResourceWithEnvironment => builder.WithVariable(name, parameter.Resource);

    /// <summary>Lets a resource reach a connection.</summary>
    public static IResourceBuilder<T> WithReference<T>(this IResourceBuilder<T> builder, IResourceBuilder<IResourceWithConnectionString> source)
        where T : IResourceWithEnvironment => builder.WithVariable($"ConnectionStrings__{source.Resource.Name}", source.Resource);

    /// <summary>Lets a resource find another by name.</summary>
    public static IResourceBuilder<T> WithReference<T>(this IResourceBuilder<T> builder, IResourceBuilder<IResourceWithServiceDiscovery> source)
        where T : IResourceWithEnvironment => builder.With(resource => resource.Environment.Add(variables =>
        {
            var found = (Resource)(object)source.Resource;
            foreach (var endpoint in found.Endpoints)
            {
                variables[$"services__{found.Name}__{endpoint.Name}__0"] = new EndpointReference(found, endpoint.Name);
                for (var replica = 1; replica < endpoint.Ports.Count; replica++)
                {
                    variables[$"services__{found.Name}__{endpoint.Name}__{replica}"] = endpoint.Url(replica);
                }
            }
        }));

    /// <summary>Opens a port; <paramref name="env"/> names the variable in which the process is told it.</summary>
    public static IResourceBuilder<T> WithHttpEndpoint<T>(this IResourceBuilder<T> builder, int? port = null, int? targetPort = null, string? name = null, string? env = null, bool isProxied = true)
        where T : IResourceWithEndpoints => builder.With(resource => resource.Endpoints.Add(new LocalEndpoint(name ?? "http", "http", isProxied ? port : port ?? targetPort, targetPort, env)));

    /// <summary>An endpoint by name.</summary>
    public static EndpointReference GetEndpoint<T>(this IResourceBuilder<T> builder, string name)
        where T : IResourceWithEndpoints => new((Resource)(object)builder.Resource, name);

    /// <summary>Where a resource answers that it is ready.</summary>
    public static IResourceBuilder<T> WithHttpHealthCheck<T>(this IResourceBuilder<T> builder, string? path = null, int? statusCode = null, string? endpointName = null)
        where T : IResourceWithEndpoints => builder.With(resource => resource.HealthChecks.Add((statusCode is null or 200 ? path ?? "/" : throw new NotSupportedException("Ready is 200 here."), endpointName)));

    /// <summary>How many processes a project runs in.</summary>
    public static IResourceBuilder<ProjectResource> WithReplicas(this IResourceBuilder<ProjectResource> builder, int replicas) =>
        builder.With(resource => resource.Replicas = replicas);

    /// <summary>Opens a resource to the outside.</summary>
    public static IResourceBuilder<T> WithExternalHttpEndpoints<T>(this IResourceBuilder<T> builder)
        where T : IResourceWithEndpoints => builder.With(resource =>
        {
            resource.Endpoints.ForEach(endpoint => endpoint.External = true);
            resource.ReadyNote = url => $"{resource.Name} is at {url} (Ctrl-C stops everything)";
        });

    /// <summary>Starts a resource once another one is ready, and stops it before that one.</summary>
    public static IResourceBuilder<T> WaitFor<T>(this IResourceBuilder<T> builder, IResourceBuilder<IResource> dependency)
        where T : IResourceWithWaitSupport => builder.With(resource => resource.Awaited.Add((Resource)dependency.Resource));

    /// <summary>Leaves a resource out of the manifest.</summary>
    public static IResourceBuilder<T> ExcludeFromManifest<T>(this IResourceBuilder<T> builder)
        where T : IResource => builder.With(resource => resource.InManifest = false);

    private static IResourceBuilder<T> WithVariable<T>(this IResourceBuilder<T> builder, string name, object value)
        where T : IResource => builder.With(resource => resource.Environment.Add(variables => variables[name] = value));

    private static IResourceBuilder<T> With<T>(this IResourceBuilder<T> builder, Action<Resource> change)
        where T : IResource
    {
        change((Resource)(object)builder.Resource);
        return builder;
    }
}
