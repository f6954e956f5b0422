using k8s.Models;

namespace ExecutionService.Sandboxes.Kubernetes.Pods;

/// <summary>What a pod's status says, in plain words.</summary>
internal static class PodWords
{
    public static bool IsReady(V1Pod pod) => pod is { Metadata.DeletionTimestamp: null, Status.Phase: "Running" } && Tool(pod)?.State?.Running is not null;

    /// <summary>Whether the pod was ended for its memory.</summary>
    public static bool IsOutOfMemory(V1Pod pod) => Tool(pod)?.State?.Terminated?.Reason == "OOMKilled";

    /// <summary>Why the pod will never be ready; null while it may.</summary>
    public static string? Hopeless(V1Pod pod) => Tool(pod)?.State?.Waiting switch
    {
        { Reason: "ErrImagePull" or "ImagePullBackOff" or "ErrImageNeverPull" or "InvalidImageName" } waiting => $"The image of the sandbox cannot be pulled ({waiting.Reason}): {Tool(pod)!.Image}.",
        { Reason: "CreateContainerConfigError" or "CreateContainerError" or "RunContainerError" or "CrashLoopBackOff" } waiting => $"The container of the sandbox cannot be started ({waiting.Reason}).",
        _ when pod.Metadata.DeletionTimestamp is not null || pod.Status?.Phase is "Failed" or "Succeeded" => Ended(pod),
        _ => null,
    };

    /// <summary>What a pod that is not ready yet waits for.</summary>
    public static string Waiting(V1Pod pod) =>
        pod.Status?.Conditions?.FirstOrDefault(condition => condition is { Type: "PodScheduled", Status: "False" }) is { } unplaced
            ? $"no node has room for it ({unplaced.Reason ?? "not scheduled"})"
            : $"its container is not running yet ({Tool(pod)?.State?.Waiting?.Reason ?? pod.Status?.Phase ?? "unknown"})";

    /// <summary>Why a pod is no more.</summary>
    public static string Ended(V1Pod? pod) => pod switch
    {
        null => "its pod was deleted",
        _ when IsOutOfMemory(pod) => "it used more memory than it may",
        { Status.Reason: "Evicted" } => "its pod was evicted from its node",
        { Status.Reason: "DeadlineExceeded" } => "the time of the run was up",
        { Metadata.DeletionTimestamp: not null } => "its pod is being deleted",
        { Status.Phase: "Failed" or "Succeeded" } => $"its pod has ended ({Tool(pod)?.State?.Terminated?.Reason ?? pod.Status.Reason ?? pod.Status.Phase})",
        _ => "the connection to it broke",
    };

    private static V1ContainerStatus? Tool(V1Pod pod) => pod.Status?.ContainerStatuses?.FirstOrDefault(status => status.Name == JobManifest.Container);
}
