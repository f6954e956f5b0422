namespace Aspire.Hosting.ApplicationModel;

/// <summary>A part of the application.</summary>
public interface IResource
{
    /// <summary>Its name in the model.</summary>
    string Name { get; }
}

/// <summary>A part that others find by name.</summary>
public interface IResourceWithServiceDiscovery : IResource;

/// <summary>A part that is reached by a connection string.</summary>
public interface IResourceWithConnectionString : IResource;

/// <summary>Adds to a resource.</summary>
public interface IResourceBuilder<out T>
    where T : IResource
{
    /// <summary>The resource.</summary>
    T Resource { get; }
}

/// <summary>A value from outside.</summary>
public sealed class ParameterResource(string name, bool secret) : IResource
{
    /// <inheritdoc />
    public string Name => name;

    /// <summary>Whether the value must not be shown.</summary>
    public bool Secret => secret;
}

/// <summary>A .NET project that runs as processes of its own.</summary>
public sealed class ProjectResource(string name, string path) : IResourceWithServiceDiscovery
{
    /// <inheritdoc />
    public string Name => name;

    internal string Path => path;

    internal int Replicas { get; set; } = 1;

    internal string? HealthPath { get; set; }

    internal bool External { get; set; }

    internal List<IResource> References { get; } = [];

    internal List<IResource> Awaited { get; } = [];

    internal Dictionary<string, ParameterResource> Environment { get; } = [];
}

internal sealed record ConnectionString(string Name) : IResourceWithConnectionString;

internal sealed record ResourceBuilder<T>(T Resource) : IResourceBuilder<T>
    where T : IResource;
