using AgentPlatform.Kubernetes.Tests.Rendering;
using k8s.Models;
using static AgentPlatform.Kubernetes.Tests.Rules.Finding;

namespace AgentPlatform.Kubernetes.Tests.Rules;

/// <summary>The warm pods are as hardened as the service makes those of its Jobs (JobManifest in ExecutionService).</summary>
internal static class SandboxPoolRules
{
    /// <summary>What all pods of sandboxes begin with; <see cref="SandboxTests"/> holds it against the service and the image.</summary>
    public const string FirstProcess = "trap 'exit 0' TERM; while :; do sleep 3600 & wait $!; done";

    /// <summary>The pool that the service claims from unless it is told otherwise.</summary>
    public const string Pool = "tools";

    private const int User = 20001;

    public static IEnumerable<string> Check(ManifestSet set, ManifestSet overlay)
    {
        if (set.Find($"SandboxWarmPool/{Pool}")?.Root is not { } pool || set.Find($"SandboxTemplate/{pool.At("spec", "sandboxTemplateRef", "name")}") is not { Problem: null } template)
        {
            return [$"There is no readable pool {Pool} with its template."];
        }

        var pod = PodTemplates.Read(template.Root.NodeAt("spec", "podTemplate", "spec")!);
        return
        [
            .. Unequal("template", "Unmanaged", template.Root.At("spec", "networkPolicyManagement")),
            .. Unequal("template", "Disallowed", template.Root.At("spec", "envVarsInjectionPolicy")),
            .. Unequal("template", "false", template.Root.At("spec", "service")),
            .. Unless(template.Root.At("spec", "podTemplate", "metadata", "labels", "app.kubernetes.io/name") == "sandbox", "The warm pods have no label that the network policies know."),
            .. CheckPod(pod),
            .. CheckContainer(pod.Containers.Single(), pod),
            .. Unequal("warm pod", Image(overlay), pod.Containers[0].Image),
            .. Unless(pod.Containers[0].Image?.Split(':') is [_, var tag] && tag != "latest", "The image of the sandboxes is not a fixed version."),
        ];
    }

    private static string? Image(ManifestSet overlay) =>
        overlay.Find<V1Deployment>(SandboxRules.Caller)?.Spec.Template.Spec.Containers[0].Env.SingleOrDefault(variable => variable.Name == "Sandbox__Kubernetes__Image")?.Value;

    private static IEnumerable<string> CheckPod(V1PodSpec pod) =>
    [
        .. Unequal("warm pod", "gvisor", pod.RuntimeClassName),
        .. Unequal("warm pod", "Never", pod.RestartPolicy),
        .. Unequal("warm pod", "sandbox", pod.ServiceAccountName),
        .. Unequal("warm pod", false, pod.AutomountServiceAccountToken),
        .. Unequal("warm pod", false, pod.EnableServiceLinks),
        .. Unless(pod is { DnsPolicy: "None", DnsConfig.Nameservers: ["127.0.0.1"] }, "A warm pod asks for names."),
        .. Unequal("warm pod", true, pod.SecurityContext?.RunAsNonRoot),
        .. Unequal("warm pod", User, pod.SecurityContext?.RunAsUser),
        .. Unequal("warm pod", User, pod.SecurityContext?.RunAsGroup),
        .. Unequal("warm pod", "RuntimeDefault", pod.SecurityContext?.SeccompProfile?.Type),
        .. Unless(pod.HostNetwork is not true && pod.HostPID is not true && pod.HostIPC is not true, "A warm pod shares the node's network or processes."),
        .. Unless(pod.InitContainers is null or { Count: 0 }, "A warm pod has init containers, which these rules do not look at."),
        .. Unless(pod.Volumes.All(volume => volume.EmptyDir?.SizeLimit is not null), "A warm pod has a volume that is not its own or has no limit."),
    ];

    private static IEnumerable<string> CheckContainer(V1Container container, V1PodSpec pod)
    {
        var security = container.SecurityContext;
        var (limits, requests) = (container.Resources?.Limits ?? new Dictionary<string, ResourceQuantity>(), container.Resources?.Requests ?? new Dictionary<string, ResourceQuantity>());
        var volumes = pod.Volumes.Sum(volume => volume.EmptyDir?.SizeLimit?.ToDecimal() ?? 0);
        return
        [
            .. Unequal("warm pod", "tool", container.Name),
            .. Unless(container.Command is ["/bin/sh", "-c", FirstProcess], "A warm pod begins with another process than a call leaves alive."),
            .. Unequal("warm pod", false, security?.AllowPrivilegeEscalation),
            .. Unequal("warm pod", true, security?.ReadOnlyRootFilesystem),
            .. Unless(security?.Privileged is not true, "A warm pod is privileged."),
            .. Unless(security?.Capabilities?.Drop is ["ALL"] && security.Capabilities.Add is null, "A warm pod keeps capabilities."),
            .. Differences("folders of a warm pod", ["/tmp", "/workspace"], container.VolumeMounts.Select(mount => mount.MountPath)),
            .. ((string[])["cpu", "memory", "ephemeral-storage"]).SelectMany(resource => Unless(
                limits.TryGetValue(resource, out var most) && requests.TryGetValue(resource, out var asked) && most.ToDecimal() == asked.ToDecimal(), $"A warm pod has no limit of {resource} that equals its request.")),
            .. Unless(limits.TryGetValue("ephemeral-storage", out var storage) && storage.ToDecimal() >= volumes, "A warm pod is evicted before its volumes are full."),
        ];
    }
}
