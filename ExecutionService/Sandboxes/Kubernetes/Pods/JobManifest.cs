using System.Globalization;
using k8s.Models;

namespace ExecutionService.Sandboxes.Kubernetes.Pods;

/// <summary>
/// The Job of a run: one pod that does nothing by itself and in which the run's calls are executed one after another. It is
/// hardened as the level <c>restricted</c> demands and more; <c>k8s/sandboxes</c> has the same pod as a template for claims.
/// </summary>
internal static class JobManifest
{
    public const string Container = "tool";
    public const string NameLabel = "app.kubernetes.io/name";
    public const string Name = "sandbox";
    public const string ExecutionAnnotation = "agentplatform/execution";

    /// <summary>
    /// The first process waits for ever. A shell and not <c>tini</c>, which ends with its child: calls kill everything in the
    /// pod but the first process, and the shell starts its <c>sleep</c> again. It also buries the processes that lose their parents.
    /// </summary>
    public static readonly string[] FirstProcess = ["/bin/sh", "-c", "trap 'exit 0' TERM; while :; do sleep 3600 & wait $!; done"];

    private const int TmpMebibytes = 256;

    public static V1Job Of(string name, string executionId, string subPath, KubernetesSandboxOptions options) => new()
    {
        ApiVersion = "batch/v1",
        Kind = "Job",
        Metadata = new V1ObjectMeta { Name = name, Labels = Labels(), Annotations = Annotations(executionId) },
        Spec = new V1JobSpec
        {
            // The pod is never started again: a program that was lost may have done something.
            BackoffLimit = 0,
            ActiveDeadlineSeconds = options.RunSeconds,
            TtlSecondsAfterFinished = 60,
            Template = new V1PodTemplateSpec { Metadata = new V1ObjectMeta { Labels = Labels(), Annotations = Annotations(executionId) }, Spec = Pod(subPath, options) },
        },
    };

    private static V1PodSpec Pod(string subPath, KubernetesSandboxOptions options) => new()
    {
        RuntimeClassName = options.RuntimeClass,
        RestartPolicy = "Never",
        ServiceAccountName = options.ServiceAccount,
        AutomountServiceAccountToken = false,
        EnableServiceLinks = false,
        Hostname = "sandbox",
        // Names are looked up by the egress proxy; a sandbox asks nobody.
        DnsPolicy = "None",
        DnsConfig = new V1PodDNSConfig { Nameservers = ["127.0.0.1"] },
        TerminationGracePeriodSeconds = 5,
        SecurityContext = new V1PodSecurityContext { RunAsNonRoot = true, RunAsUser = options.UserId, RunAsGroup = options.UserId, SeccompProfile = new V1SeccompProfile { Type = "RuntimeDefault" } },
        Containers =
        [
            new V1Container
            {
                Name = Container,
                Image = options.Image,
                Command = FirstProcess,
                WorkingDir = "/workspace",
                SecurityContext = new V1SecurityContext { AllowPrivilegeEscalation = false, Privileged = false, ReadOnlyRootFilesystem = true, Capabilities = new V1Capabilities { Drop = ["ALL"] } },
                // The request is the limit: a neighbour takes nothing away.
                Resources = new V1ResourceRequirements { Limits = Resources(options), Requests = Resources(options) },
                VolumeMounts = [new V1VolumeMount { Name = "workspace", MountPath = "/workspace", SubPath = subPath }, new V1VolumeMount { Name = "tmp", MountPath = "/tmp" }],
            },
        ],
        Volumes =
        [
            new V1Volume { Name = "workspace", PersistentVolumeClaim = new V1PersistentVolumeClaimVolumeSource { ClaimName = options.VolumeClaim } },
            new V1Volume { Name = "tmp", EmptyDir = new V1EmptyDirVolumeSource { SizeLimit = Mebibytes(Math.Min(TmpMebibytes, options.ScratchMebibytes)) } },
        ],
    };

    private static Dictionary<string, ResourceQuantity> Resources(KubernetesSandboxOptions options) => new()
    {
        ["cpu"] = new ResourceQuantity(string.Create(CultureInfo.InvariantCulture, $"{options.CpuMillicores}m")),
        ["memory"] = Mebibytes(options.MemoryMebibytes),
        ["ephemeral-storage"] = Mebibytes(options.ScratchMebibytes),
    };

    private static ResourceQuantity Mebibytes(int count) => new(string.Create(CultureInfo.InvariantCulture, $"{count}Mi"));

    private static Dictionary<string, string> Labels() => new() { [NameLabel] = Name };

    private static Dictionary<string, string> Annotations(string executionId) => new() { [ExecutionAnnotation] = executionId };
}
