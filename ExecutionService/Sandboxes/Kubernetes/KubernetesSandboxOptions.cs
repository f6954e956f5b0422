using System.ComponentModel.DataAnnotations;

namespace ExecutionService.Sandboxes.Kubernetes;

/// <summary>The sandbox in a cluster: where its pods are, what they may use, and how long things may take.</summary>
internal sealed class KubernetesSandboxOptions
{
    public const string Section = "Sandbox:Kubernetes";

    /// <summary>Address of the cluster's API. Default null: the cluster that this process runs in, as its service account.</summary>
    public string? Host { get; set; }

    /// <summary>Namespace of the pods. Default <c>agent-sandboxes</c>.</summary>
    [Required, RegularExpression("[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?")]
    public string Namespace { get; set; } = "agent-sandboxes";

    /// <summary>Where the pod of a run comes from. Default <see cref="KubernetesSandboxMode.Job"/>.</summary>
    public KubernetesSandboxMode Mode { get; set; }

    /// <summary>Image of a Job's pod (<c>k8s/sandbox-image</c>). Default <c>agentplatform/sandbox:0.1.0</c>.</summary>
    [Required]
    public string Image { get; set; } = "agentplatform/sandbox:0.1.0";

    /// <summary>Runtime of a Job's pod. Default <c>gvisor</c>, a kernel of its own for each pod.</summary>
    [Required]
    public string RuntimeClass { get; set; } = "gvisor";

    /// <summary>Service account of a Job's pod; it may do nothing and its token is not mounted. Default <c>sandbox</c>.</summary>
    [Required]
    public string ServiceAccount { get; set; } = "sandbox";

    /// <summary>SandboxWarmPool that claims are answered from. Default <c>tools</c>.</summary>
    [Required]
    public string WarmPool { get; set; } = "tools";

    /// <summary>PersistentVolumeClaim in the pods' namespace that leads to the workspaces. Default <c>workspaces</c>.</summary>
    [Required]
    public string VolumeClaim { get; set; } = "workspaces";

    /// <summary>User and group of a Job's pod: those of this service, because both write to the same files. Default 1654, .NET's <c>app</c>.</summary>
    [Range(1, int.MaxValue)]
    public int UserId { get; set; } = 1654;

    /// <summary>Thousandths of a CPU for a pod. Default 1,000.</summary>
    [Range(100, 64_000)]
    public int CpuMillicores { get; set; } = 1000;

    /// <summary>Mebibytes of memory for a pod. Default 1,024.</summary>
    [Range(64, 262_144)]
    public int MemoryMebibytes { get; set; } = 1024;

    /// <summary>Mebibytes that a pod may write outside of the workspace. Default 512.</summary>
    [Range(16, 65_536)]
    public int ScratchMebibytes { get; set; } = 512;

    /// <summary>Seconds that a pod lives at most, whatever becomes of this process. Default 1,800.</summary>
    [Range(30, 86_400)]
    public int RunSeconds { get; set; } = 1800;

    /// <summary>Seconds that one call takes at most, where the call does not say. Default 120.</summary>
    [Range(1, 3600)]
    public int CallSeconds { get; set; } = 120;

    /// <summary>Bytes of output that are kept of one call, where the call does not say. Default 262,144.</summary>
    [Range(1024, 100_000_000)]
    public int OutputBytes { get; set; } = 256 * 1024;

    /// <summary>Seconds until a pod must be ready; a new node takes about a minute. Default 120.</summary>
    [Range(1, 1800)]
    public int StartSeconds { get; set; } = 120;

    /// <summary>Seconds in which a program must be dead when it is to end; otherwise its pod is deleted. Default 4.</summary>
    [Range(1, 60)]
    public int KillSeconds { get; set; } = 4;

    /// <summary>Times that something is asked of the cluster's API again when it is busy or failing. Default 4.</summary>
    [Range(1, 10)]
    public int ApiRetries { get; set; } = 4;

    /// <summary>Milliseconds before it is asked again; doubled each time, and more when it says so. Default 250.</summary>
    [Range(0, 10_000)]
    public int RetryDelayMilliseconds { get; set; } = 250;

    /// <summary>Seconds between checks of whether pods can be had. Default 60.</summary>
    [Range(1, 3600)]
    public int CheckSeconds { get; set; } = 60;

    /// <summary>Mebibytes of a workspace that are copied to or from a claimed pod. Default 256.</summary>
    [Range(1, 10_240)]
    public int CopyMebibytes { get; set; } = 256;

    /// <summary>Files and folders of a workspace that are copied to or from a claimed pod. Default 10,000.</summary>
    [Range(1, 100_000)]
    public int CopyFiles { get; set; } = 10_000;
}
