using System.Net;
using k8s;
using k8s.Models;
using Microsoft.Extensions.Options;

namespace ExecutionService.Sandboxes.Kubernetes.Pods;

/// <summary>A Job for each run.</summary>
internal sealed class JobPods(SandboxCluster cluster, ClusterCalls calls, PodReadiness readiness, IOptions<KubernetesSandboxOptions> options, IOptions<ExecutionOptions> execution) : IRunPods
{
    /// <summary>Pods that a run may have lost before another process looks for it; more means that something is wrong.</summary>
    private const int MostLost = 20;

    public bool MountsWorkspace => true;

    public async Task<RunHolder> CreateAsync(SandboxCall call, int lost, CancellationToken cancellationToken)
    {
        var subPath = SubPath(call.WorkspaceFolder);
        // Where it is missing the node would make it, as root.
        Directory.CreateDirectory(call.WorkspaceFolder);
        for (; lost <= MostLost; lost++)
        {
            var name = RunNames.Of(call.ExecutionId, lost);
            var job = JobManifest.Of(name, call.ExecutionId, subPath, options.Value);
            var created = await calls.SendAsync(token => cluster.Api.BatchV1.CreateNamespacedJobAsync(job, cluster.Namespace, cancellationToken: token), "create a Job", HttpStatusCode.Conflict, cancellationToken);
            if (created is not null || IsAlive(await ReadAsync(name, cancellationToken)))
            {
                return new RunHolder(name, lost);
            }
        }

        throw new SandboxFailedException($"The run has lost {MostLost} sandboxes; it gets no more.");
    }

    public async Task<string> ReadyAsync(string holder, CancellationToken cancellationToken) => await readiness.WaitAsync($"job-name={holder}", null, cancellationToken);

    public async Task DeleteAsync(string holder, CancellationToken cancellationToken) => await calls.SendAsync(
        token => cluster.Api.BatchV1.DeleteNamespacedJobAsync(holder, cluster.Namespace, propagationPolicy: "Background", cancellationToken: token), "delete a Job", HttpStatusCode.NotFound, cancellationToken);

    private async Task<V1Job?> ReadAsync(string name, CancellationToken cancellationToken) =>
        await calls.SendAsync(token => cluster.Api.BatchV1.ReadNamespacedJobAsync(name, cluster.Namespace, cancellationToken: token), "read a Job", HttpStatusCode.NotFound, cancellationToken);

    private static bool IsAlive(V1Job? job) =>
        job is { Metadata.DeletionTimestamp: null } && job.Status?.Conditions?.Any(condition => condition is { Type: "Complete" or "Failed" or "FailureTarget", Status: "True" }) != true;

    private string SubPath(string folder)
    {
        var path = Path.GetRelativePath(Path.GetFullPath(execution.Value.WorkspaceRoot), Path.GetFullPath(folder));
        return path != "." && path != ".." && !path.StartsWith("../", StringComparison.Ordinal)
            ? path
            : throw new SandboxFailedException("The workspace is not on the volume that sandboxes share with this service.");
    }
}
