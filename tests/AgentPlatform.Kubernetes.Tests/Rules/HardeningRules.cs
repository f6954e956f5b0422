using AgentPlatform.Kubernetes.Tests.Rendering;
using k8s.Models;
using static AgentPlatform.Kubernetes.Tests.Rules.Finding;

namespace AgentPlatform.Kubernetes.Tests.Rules;

/// <summary>A service that is broken into can do little.</summary>
internal static class HardeningRules
{
    /// <summary>The user of the images, which <see cref="ImageTests"/> holds against what is published.</summary>
    public const int User = 1654;

    public static IEnumerable<string> Check(ManifestSet set, ApplicationModel model) =>
    [
        .. set.Of<V1Deployment>().SelectMany(deployment => CheckPod(deployment.Metadata.Name, deployment.Spec.Template.Spec)),
        .. model.Services.SelectMany(service => Unequal(service.Name, false, set.Find<V1ServiceAccount>(service.Name)?.AutomountServiceAccountToken)),
        .. Unless(
            set.Find<V1Namespace>("agentplatform")?.Metadata.Labels.TryGetValue("pod-security.kubernetes.io/enforce", out var level) == true && level == "restricted",
            "The namespace does not enforce the pod security level restricted."),
        .. set.All.Where(manifest => manifest.Kind is not ("Namespace" or "PersistentVolume")).SelectMany(manifest => Unequal(manifest.Id, "agentplatform", manifest.Root.At("metadata", "namespace"))),
    ];

    private static IEnumerable<string> CheckPod(string name, V1PodSpec pod)
    {
        var security = pod.SecurityContext;
        return
        [
            .. Unequal(name, true, security?.RunAsNonRoot),
            .. Unequal(name, User, security?.RunAsUser),
            .. Unequal(name, User, security?.RunAsGroup),
            .. Unequal(name, "RuntimeDefault", security?.SeccompProfile?.Type),
            .. Unequal(name, false, pod.AutomountServiceAccountToken),
            .. Unequal(name, false, pod.EnableServiceLinks),
            .. Unless(pod.HostNetwork is not true && pod.HostPID is not true && pod.HostIPC is not true, $"{name} shares the node's network or processes."),
            .. Unless((pod.Volumes ?? []).All(volume => volume.HostPath is null), $"{name} mounts a folder of the node."),
            .. Unless(pod.InitContainers is null or { Count: 0 }, $"{name} has init containers, which these rules do not look at."),
            .. CheckToken(name, pod),
            .. CheckContainer(name, pod.Containers.Single()),
        ];
    }

    /// <summary>One service talks to the cluster's API, with a token that soon ends.</summary>
    private static IEnumerable<string> CheckToken(string name, V1PodSpec pod)
    {
        var tokens = (pod.Volumes ?? []).SelectMany(volume => volume.Projected?.Sources ?? []).Select(source => source.ServiceAccountToken).Where(token => token is not null).ToList();
        return name == SandboxRules.Caller
            ? Unless(tokens is [{ Path: "token", Audience: null, ExpirationSeconds: > 0 and <= 3600 }], $"{name} has no token for the cluster's API that ends within the hour.")
            : Unless(tokens.Count == 0, $"{name} has a token for the cluster's API.");
    }

    private static IEnumerable<string> CheckContainer(string name, V1Container container)
    {
        var security = container.SecurityContext;
        return
        [
            .. Unequal(name, false, security?.AllowPrivilegeEscalation),
            .. Unequal(name, true, security?.ReadOnlyRootFilesystem),
            .. Unless(security?.Privileged is not true, $"{name} is privileged."),
            .. Unless(security?.Capabilities?.Drop is ["ALL"] && security.Capabilities.Add is null, $"{name} keeps capabilities."),
            // .NET keeps its diagnostic sockets there, and large request bodies.
            .. Unless((container.VolumeMounts ?? []).Any(mount => mount.MountPath == "/tmp"), $"{name} has no /tmp to write to."),
        ];
    }
}
