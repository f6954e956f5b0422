using System.Net;
using k8s;
using k8s.Models;

namespace ExecutionService.Sandboxes.Kubernetes.Pods;

/// <summary>Finds out what has become of a pod whose connection broke.</summary>
internal sealed class PodFates(SandboxCluster cluster, ClusterCalls calls, TimeProvider clock)
{
    /// <summary>The pod; null when it is no more.</summary>
    /// <exception cref="SandboxFailedException">It cannot be found out within <paramref name="patience"/>.</exception>
    public async Task<V1Pod?> ReadAsync(string pod, TimeSpan patience)
    {
        using var limit = new CancellationTokenSource(patience, clock);
        try
        {
            return await calls.SendAsync(token => cluster.Api.CoreV1.ReadNamespacedPodAsync(pod, cluster.Namespace, cancellationToken: token), "read a pod", HttpStatusCode.NotFound, limit.Token);
        }
        catch (OperationCanceledException exception) when (limit.IsCancellationRequested)
        {
            throw new SandboxFailedException(ClusterWords.Unreachable, exception);
        }
    }
}
