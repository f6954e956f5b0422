using System.Runtime.CompilerServices;
using System.Text;

namespace Aspire.Hosting.ApplicationModel;

/// <summary>What has a value once the application runs.</summary>
public interface IValueProvider
{
    /// <summary>The value.</summary>
    ValueTask<string?> GetValueAsync(CancellationToken cancellationToken = default);
}

/// <summary>What the manifest names by an expression.</summary>
public interface IManifestExpressionProvider
{
    /// <summary>The expression.</summary>
    string ValueExpression { get; }
}

/// <summary>The parts of an endpoint.</summary>
public enum EndpointProperty
{
    /// <summary>Scheme, host and port.</summary>
    Url = 0,

    /// <summary>The host.</summary>
    Host = 1,

    /// <summary>The port.</summary>
    Port = 3,

    /// <summary>Host and port.</summary>
    HostAndPort = 6,
}

/// <summary>An endpoint of another resource.</summary>
public sealed class EndpointReference : IValueProvider, IManifestExpressionProvider
{
    private readonly Resource _owner;

    internal EndpointReference(Resource owner, string endpointName) => (_owner, EndpointName) = (owner, endpointName);

    /// <summary>Its name.</summary>
    public string EndpointName { get; }

    /// <inheritdoc />
    public string ValueExpression => Expression("url");

    internal LocalEndpoint Endpoint => _owner.Endpoints.Find(endpoint => endpoint.Name == EndpointName)
        ?? throw new InvalidOperationException($"{_owner.Name} has no endpoint {EndpointName}.");

    /// <summary>A part of it.</summary>
    public EndpointReferenceExpression Property(EndpointProperty property) => new(this, property);

    /// <inheritdoc />
    public ValueTask<string?> GetValueAsync(CancellationToken cancellationToken = default) => ValueTask.FromResult<string?>(Endpoint.Url(0));

    internal string Expression(string property) => $"{{{_owner.Name}.bindings.{EndpointName}.{property}}}";
}

/// <summary>A part of an endpoint.</summary>
public class EndpointReferenceExpression : IValueProvider, IManifestExpressionProvider
{
    private readonly EndpointReference _endpoint;
    private readonly EndpointProperty _property;

    internal EndpointReferenceExpression(EndpointReference endpoint, EndpointProperty property) => (_endpoint, _property) = (endpoint, property);

    /// <inheritdoc />
    public string ValueExpression => _property switch
    {
        EndpointProperty.HostAndPort => $"{_endpoint.Expression("host")}:{_endpoint.Expression("port")}",
        EndpointProperty.Host => _endpoint.Expression("host"),
        EndpointProperty.Port => _endpoint.Expression("port"),
        _ => _endpoint.Expression("url"),
    };

    /// <inheritdoc />
    public ValueTask<string?> GetValueAsync(CancellationToken cancellationToken = default) => ValueTask.FromResult<string?>(_property switch
    {
        EndpointProperty.HostAndPort => $"127.0.0.1:{_endpoint.Endpoint.Ports[0]}",
        EndpointProperty.Host => "127.0.0.1",
        EndpointProperty.Port => $"{_endpoint.Endpoint.Ports[0]}",
        _ => _endpoint.Endpoint.Url(0),
    });
}

/// <summary>A text with values in it that are known once the application runs.</summary>
public class ReferenceExpression : IValueProvider, IManifestExpressionProvider
{
    private readonly IReadOnlyList<object> _parts;

    private ReferenceExpression(IReadOnlyList<object> parts) => _parts = parts;

    /// <inheritdoc />
    public string ValueExpression => string.Concat(_parts.Select(part => part is IManifestExpressionProvider provider ? provider.ValueExpression : part));

    /// <summary>Makes one of an interpolated string.</summary>
    public static ReferenceExpression Create(in ExpressionInterpolatedStringHandler handler) => new(handler.Parts);

    /// <inheritdoc />
    public async ValueTask<string?> GetValueAsync(CancellationToken cancellationToken = default)
    {
        var text = new StringBuilder();
        foreach (var part in _parts)
        {
            text.Append(part is IValueProvider provider ? await provider.GetValueAsync(cancellationToken) : part);
        }

        return text.ToString();
    }

    /// <summary>Takes an interpolated string apart.</summary>
    [InterpolatedStringHandler]
    public ref struct ExpressionInterpolatedStringHandler
    {
        /// <summary>Begins.</summary>
        public ExpressionInterpolatedStringHandler(int literalLength, int formattedCount) => Parts = new List<object>(literalLength + formattedCount);

        internal List<object> Parts { get; }

        /// <summary>Adds text.</summary>
        public readonly void AppendLiteral(string value) => Parts.Add(value);

        /// <summary>Adds a value.</summary>
        public readonly void AppendFormatted<T>(T valueProvider)
            where T : IValueProvider, IManifestExpressionProvider => Parts.Add(valueProvider);

        /// <summary>Adds the value of a resource.</summary>
        public readonly void AppendFormatted<T>(IResourceBuilder<T> valueProvider)
            where T : IResource, IValueProvider, IManifestExpressionProvider => Parts.Add(valueProvider.Resource);
    }
}
