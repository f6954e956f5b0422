
namespace ExecutionService.Sandboxes.Kubernetes;

/// <summary>Where the pod of a run comes from.</summary>
internal enum KubernetesSandboxMode
{
    /// <summary>A Job of its own, which mounts the workspace from the volume that the service also mounts.</summary>
    Job,

    /// <summary>A pod that is warm already, claimed from a SandboxWarmPool; the workspace is copied in and out.</summary>
    Claim,
}
