using AgentPlatform.Kubernetes.Tests.Rendering;
using k8s.Models;
using static AgentPlatform.Kubernetes.Tests.Rules.Finding;

namespace AgentPlatform.Kubernetes.Tests.Rules;

/// <summary>The agents' files are shared by the service and the sandboxes, and outlive both.</summary>
internal static class WorkspaceRules
{
    private const string Claim = "workspaces";

    /// <summary>The claim of one namespace, and its volume.</summary>
    public static IEnumerable<string> Check(ManifestSet set, string @namespace)
    {
        if (set.Find<V1PersistentVolumeClaim>(Claim)?.Spec is not { } claim || set.Find<V1PersistentVolume>($"{Claim}-{@namespace}")?.Spec is not { } volume)
        {
            return [$"{@namespace} has no claim and volume of workspaces."];
        }

        return
        [
            .. Unless(claim.AccessModes is ["ReadWriteMany"] && volume.AccessModes is ["ReadWriteMany"], $"The workspaces of {@namespace} are not shared by many."),
            .. Unless(claim.StorageClassName == "" && volume.StorageClassName == "" && claim.VolumeName == $"{Claim}-{@namespace}", $"The claim of workspaces in {@namespace} names no volume of its own, and may get a new one."),
            .. Unless(volume.ClaimRef?.Name == Claim && volume.ClaimRef.NamespaceProperty == @namespace, $"The volume of workspaces for {@namespace} belongs to another claim."),
            .. Unless(volume.PersistentVolumeReclaimPolicy == "Retain", $"The volume of workspaces for {@namespace} goes with its claim."),
        ];
    }

    /// <summary>Both namespaces have the same files, and the service has them where it looks for them.</summary>
    public static IEnumerable<string> CheckShared(ManifestSet sandboxes, ManifestSet overlay)
    {
        var (there, here) = (Source(sandboxes, SandboxRules.Namespace), Source(overlay, "agentplatform"));
        var volumes = overlay.Find<V1Deployment>(SandboxRules.Caller)?.Spec.Template.Spec.Volumes ?? [];
        return
        [
            .. Unless(there is not null && there == here, $"The sandboxes have the files of {there}, and {SandboxRules.Caller} those of {here}."),
            .. Unless(volumes.Any(volume => volume.PersistentVolumeClaim?.ClaimName == Claim), $"{SandboxRules.Caller} does not mount the workspaces."),
        ];
    }

    private static string? Source(ManifestSet set, string @namespace) => set.Find<V1PersistentVolume>($"{Claim}-{@namespace}")?.Spec.Nfs is { } nfs ? $"{nfs.Server}:{nfs.Path}" : null;
}
