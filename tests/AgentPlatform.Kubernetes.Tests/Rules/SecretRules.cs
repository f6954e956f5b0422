using AgentPlatform.Kubernetes.Tests.Rendering;
using k8s.Models;
using static AgentPlatform.Kubernetes.Tests.Rules.Finding;

namespace AgentPlatform.Kubernetes.Tests.Rules;

/// <summary>A service has the secrets that it needs, as files from Secret Manager, and no others.</summary>
internal static class SecretRules
{
    private const string Driver = "secrets-store-gke.csi.k8s.io";

    public static IEnumerable<string> Check(ManifestSet set, ApplicationModel model) =>
    [
        .. set.All.Where(manifest => manifest.Kind == "Secret").Select(manifest => $"{manifest.Id}: a secret does not belong into a manifest."),
        .. model.Services.SelectMany(service => set.Find<V1Deployment>(service.Name) is { } deployment ? CheckService(service, deployment.Spec.Template.Spec, set) : []),
    ];

    private static IEnumerable<string> CheckService(ServiceModel service, V1PodSpec pod, ManifestSet set)
    {
        var volume = pod.Volumes.SingleOrDefault(volume => volume.Csi?.Driver == Driver);
        var mount = pod.Containers[0].VolumeMounts.SingleOrDefault(mount => mount.Name == volume?.Name);
        var provider = set.Find($"SecretProviderClass/{volume?.Csi.VolumeAttributes["secretProviderClass"]}")?.Root;
        return volume is null || mount is null || provider is null
            ? [$"{service.Name} has no secrets of a SecretProviderClass mounted."]
            :
            [
                .. Unequal(service.Name, "gke", provider.At("spec", "provider")),
                .. Unequal(service.Name, true, mount.ReadOnlyProperty),
                .. Unequal(service.Name, EnvironmentRules.Variables(pod.Containers[0], set).GetValueOrDefault("Secrets__Directory"), mount.MountPath),
                .. Differences($"secrets of {service.Name}", service.Secrets, Files(provider.At("spec", "parameters", "secrets")!)),
            ];
    }

    /// <summary>The names of the files in the driver's own YAML.</summary>
    private static IEnumerable<string> Files(string secrets) => secrets.Split('\n').Select(line => line.Trim()).Where(line => line.StartsWith("path:", StringComparison.Ordinal)).Select(line => line["path:".Length..].Trim().Trim('"'));
}
