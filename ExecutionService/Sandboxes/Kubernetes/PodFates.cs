using System.Net;
using k8s;
using k8s.Models;

namespace ExecutionService.Sandboxes.Kubernetes;

/// <summary>Finds out what has become of a pod whose connection broke.</summary>
internal sealed class PodFates(SandboxCluster cluster, ClusterCalls calls)
{
    /// <summary>The pod; null when it is no more.</summary>
    public async Task<V1Pod?> ReadAsync(string pod, CancellationToken cancellationToken) =>
        await calls.SendAsync(token => cluster.Api.CoreV1.ReadNamespacedPodAsync(pod, cluster.Namespace, cancellationToken: token), "read a pod", HttpStatusCode.NotFound, cancellationToken);
}
