using System.Net;
using k8s;
using Microsoft.Extensions.Options;

namespace ExecutionService.Sandboxes.Kubernetes.Pods;

/// <summary>A claim on a warm pod for each run.</summary>
internal sealed class ClaimPods(SandboxCluster cluster, ClusterCalls calls, PodReadiness readiness, IOptions<KubernetesSandboxOptions> options, TimeProvider clock) : IRunPods
{
    private const int MostLost = 20;

    public bool MountsWorkspace => false;

    public async Task<RunHolder> CreateAsync(SandboxCall call, int lost, CancellationToken cancellationToken)
    {
        for (; lost <= MostLost; lost++)
        {
            var claim = SandboxClaim.Of(RunNames.Of(call.ExecutionId, lost), call.ExecutionId, clock.GetUtcNow(), options.Value);
            var created = await calls.SendAsync(
                token => cluster.Api.CustomObjects.CreateNamespacedCustomObjectAsync<SandboxClaim>(claim, SandboxClaim.Group, SandboxClaim.Version, cluster.Namespace, SandboxClaim.Plural, cancellationToken: token),
                "create a SandboxClaim", HttpStatusCode.Conflict, cancellationToken);
            if (created is not null || await ReadAsync(claim.Metadata.Name, cancellationToken) is { Metadata.DeletionTimestamp: null })
            {
                return new RunHolder(claim.Metadata.Name, lost);
            }
        }

        throw new SandboxFailedException($"The run has lost {MostLost} sandboxes; it gets no more.");
    }

    public async Task<string> ReadyAsync(string holder, CancellationToken cancellationToken)
    {
        var sandbox = await AnsweredAsync(holder, cancellationToken);
        var resource = await calls.SendAsync(
            token => cluster.Api.CustomObjects.GetNamespacedCustomObjectAsync<SandboxResource>(SandboxResource.Group, SandboxResource.Version, cluster.Namespace, SandboxResource.Plural, sandbox, token),
            "read a Sandbox", null, cancellationToken);
        return await readiness.WaitAsync(null, $"metadata.name={resource!.Pod}", cancellationToken);
    }

    public async Task DeleteAsync(string holder, CancellationToken cancellationToken) => await calls.SendAsync(
        token => cluster.Api.CustomObjects.DeleteNamespacedCustomObjectAsync(SandboxClaim.Group, SandboxClaim.Version, cluster.Namespace, SandboxClaim.Plural, holder, propagationPolicy: "Background", cancellationToken: token),
        "delete a SandboxClaim", HttpStatusCode.NotFound, cancellationToken);

    /// <summary>The Sandbox that a claim was answered with. A warm pool answers in a moment, so that asking again is enough.</summary>
    private async Task<string> AnsweredAsync(string holder, CancellationToken cancellationToken)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(options.Value.StartSeconds), clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        var why = "the cluster has not looked at it";
        try
        {
            while (true)
            {
                var claim = await ReadAsync(holder, either.Token) ?? throw new SandboxFailedException("The claim on a sandbox was deleted before it was answered.");
                if (claim.Status?.Sandbox?.Name is { Length: > 0 } name)
                {
                    return name;
                }

                why = claim.Status?.Conditions?.FirstOrDefault(condition => condition.Status == "False")?.Message ?? why;
                await Task.Delay(TimeSpan.FromMilliseconds(options.Value.RetryDelayMilliseconds), clock, either.Token);
            }
        }
        catch (OperationCanceledException exception) when (limit.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            throw new SandboxFailedException($"No warm sandbox was had within {options.Value.StartSeconds} s: {why}.", exception);
        }
    }

    private async Task<SandboxClaim?> ReadAsync(string name, CancellationToken cancellationToken) => await calls.SendAsync(
        token => cluster.Api.CustomObjects.GetNamespacedCustomObjectAsync<SandboxClaim>(SandboxClaim.Group, SandboxClaim.Version, cluster.Namespace, SandboxClaim.Plural, name, token),
        "read a SandboxClaim", HttpStatusCode.NotFound, cancellationToken);
}
