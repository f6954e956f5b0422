namespace Aspire.Hosting.ApplicationModel;

/// <summary>A part of the application.</summary>
public interface IResource
{
    /// <summary>Its name in the model.</summary>
    string Name { get; }
}

/// <summary>A part that takes environment variables.</summary>
public interface IResourceWithEnvironment : IResource;

/// <summary>A part that takes arguments.</summary>
public interface IResourceWithArgs : IResource;

/// <summary>A part that listens.</summary>
public interface IResourceWithEndpoints : IResource;

/// <summary>A part that can wait for others.</summary>
public interface IResourceWithWaitSupport : IResource;

/// <summary>A part that is reached by a connection string.</summary>
public interface IResourceWithConnectionString : IResource, IValueProvider, IManifestExpressionProvider;

/// <summary>Adds to a resource.</summary>
public interface IResourceBuilder<out T>
    where T : IResource
{
    /// <summary>The application that the resource is a part of.</summary>
    IDistributedApplicationBuilder ApplicationBuilder { get; }

    /// <summary>The resource.</summary>
    T Resource { get; }
}

/// <summary>A part of the application.</summary>
public abstract class Resource(string name) : IResource
{
    /// <inheritdoc />
    public string Name => name;

    internal List<string> Arguments { get; } = [];

    internal List<LocalEndpoint> Endpoints { get; } = [];

    /// <summary>Texts, or what gives one when the processes start.</summary>
    internal List<Action<IDictionary<string, object>>> Environment { get; } = [];

    internal List<Resource> Awaited { get; } = [];

    internal List<(string Path, string? Endpoint)> HealthChecks { get; } = [];

    internal bool InManifest { get; set; } = true;

    internal int Replicas { get; set; } = 1;

    /// <summary>Whether the application goes on without it: it may end, and it is stopped last.</summary>
    internal bool Optional { get; set; }

    /// <summary>What people are told once it is ready, given the address of its first endpoint.</summary>
    internal Func<string, string>? ReadyNote { get; set; }

    /// <summary>The environment that the processes are given on top of the AppHost's own.</summary>
    internal Dictionary<string, object> EnvironmentVariables()
    {
        var variables = new Dictionary<string, object>(StringComparer.Ordinal);
        Environment.ForEach(add => add(variables));
        return variables;
    }
}

/// <summary>A .NET project that runs as processes of its own.</summary>
public class ProjectResource(string name) : Resource(name), IResourceWithArgs, IResourceWithEnvironment, IResourceWithServiceDiscovery, IResourceWithWaitSupport
{
    internal string ProjectPath { get; init; } = "";
}

/// <summary>A program that runs as a process of its own.</summary>
public class ExecutableResource(string name, string command, string workingDirectory) : Resource(name), IResourceWithArgs, IResourceWithEndpoints, IResourceWithEnvironment, IResourceWithWaitSupport
{
    /// <summary>The program.</summary>
    public string Command => command;

    /// <summary>The folder that it runs in.</summary>
    public string WorkingDirectory => workingDirectory;
}

/// <summary>A value from outside.</summary>
public class ParameterResource : Resource, IValueProvider, IManifestExpressionProvider
{
    private readonly Lazy<string> _value;

    internal ParameterResource(string name, Func<string> value, bool secret, ParameterDefault? generated = null)
        : base(name)
    {
        _value = new Lazy<string>(value);
        (Secret, Generated) = (secret, generated);
    }

    /// <summary>Whether the value must not be shown.</summary>
    public bool Secret { get; }

    /// <inheritdoc />
    public string ValueExpression => $"{{{Name}.value}}";

    internal ParameterDefault? Generated { get; }

    /// <inheritdoc />
    public ValueTask<string?> GetValueAsync(CancellationToken cancellationToken = default) => ValueTask.FromResult<string?>(_value.Value);
}

/// <summary>The value of a parameter that nobody gave.</summary>
public abstract class ParameterDefault
{
    /// <summary>Makes one.</summary>
    public abstract string GetDefaultValue();
}

internal sealed class ConnectionStringResource(string name, Func<string> value) : Resource(name), IResourceWithConnectionString
{
    public string ValueExpression => $"{{{Name}.connectionString}}";

    public ValueTask<string?> GetValueAsync(CancellationToken cancellationToken = default) => ValueTask.FromResult<string?>(value());
}

/// <summary>Where a resource listens: one port a replica.</summary>
internal sealed record LocalEndpoint(string Name, string Scheme, int? FixedPort, int? TargetPort, string? Variable)
{
    public bool External { get; set; }

    public List<int> Ports { get; } = [];

    public string Url(int replica) => $"{Scheme}://127.0.0.1:{Ports[replica]}";
}
