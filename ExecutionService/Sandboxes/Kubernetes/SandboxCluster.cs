using k8s;
using k8s.Exceptions;
using Microsoft.Extensions.Options;

namespace ExecutionService.Sandboxes.Kubernetes;

/// <summary>The client of the cluster's API, made when it is first needed.</summary>
internal sealed class SandboxCluster(IOptions<KubernetesSandboxOptions> options) : IDisposable
{
    private readonly Lazy<k8s.Kubernetes> _api = new(() => new k8s.Kubernetes(Configuration(options.Value.Host)));

    /// <exception cref="SandboxFailedException">This process is not in a cluster, or its pod has no token.</exception>
    public IKubernetes Api => _api.Value;

    public string Namespace => options.Value.Namespace;

    public void Dispose()
    {
        if (_api.IsValueCreated)
        {
            _api.Value.Dispose();
        }
    }

    private static KubernetesClientConfiguration Configuration(string? host)
    {
        if (host is not null)
        {
            return new KubernetesClientConfiguration { Host = host };
        }

        try
        {
            return KubernetesClientConfiguration.InClusterConfig();
        }
        catch (Exception exception) when (exception is KubeConfigException or IOException or UnauthorizedAccessException)
        {
            throw new SandboxFailedException("This service does not run in a cluster, or its pod has no token for the cluster's API.", exception);
        }
    }
}
