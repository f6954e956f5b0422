
namespace ExecutionService.Sandboxes.Kubernetes.Pods;

/// <summary>Gets runs their pods. Each is held by a resource (a Job, a claim), which goes by itself at its deadline.</summary>
internal interface IRunPods
{
    /// <summary>Whether the pod's <c>/workspace</c> is the workspace; otherwise it is copied.</summary>
    bool MountsWorkspace { get; }

    /// <summary>Asks for a pod, or finds that another process has asked for it already.</summary>
    /// <returns>The resource that holds the pod, and how many the run has lost by then.</returns>
    Task<RunHolder> CreateAsync(SandboxCall call, int lost, CancellationToken cancellationToken);

    /// <summary>The name of the holder's pod once programs can be run in it.</summary>
    Task<string> ReadyAsync(string holder, CancellationToken cancellationToken);

    /// <summary>Deletes the holder and its pod; the cluster does the latter in the background.</summary>
    Task DeleteAsync(string holder, CancellationToken cancellationToken);
}

/// <summary>The resource that holds the pod of a run.</summary>
internal sealed record RunHolder(string Name, int Lost);
