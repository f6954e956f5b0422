using AgentPlatform.Kubernetes.Tests.Rendering;

namespace AgentPlatform.Kubernetes.Tests.Rules;

/// <summary>All that the manifests must satisfy.</summary>
internal static class ManifestRules
{
    /// <summary>What is wrong with the base, which runs nowhere by itself.</summary>
    public static IReadOnlyList<string> CheckBase(ManifestSet set, ApplicationModel model) =>
    [
        .. Unreadable(set),
        .. WorkloadRules.Check(set, model),
        .. HardeningRules.Check(set, model),
        .. BusRules.Check(set),
        .. EnvironmentRules.Check(set, model, EnvironmentRules.Base),
        .. NetworkRules.Check(set, model, NetworkRules.Inside(model)),
    ];

    /// <summary>What is wrong with the overlay for GKE.</summary>
    public static IReadOnlyList<string> CheckGke(ManifestSet set, ApplicationModel model) => CheckGke(set, model, EnvironmentRules.Gke, []);

    /// <summary>What is wrong with the overlay that has a clock outside.</summary>
    public static IReadOnlyList<string> CheckTicks(ManifestSet set, ApplicationModel model) =>
    [
        .. CheckGke(set, model, EnvironmentRules.Ticks, [$"{TickRules.Ticked} -> {NetworkRules.AnyPublicAddress} TCP 443"]),
        .. TickRules.Check(set),
    ];

    /// <summary>What is wrong with the namespace of the sandboxes, beside the overlay.</summary>
    public static IReadOnlyList<string> CheckSandboxes(ManifestSet set, ManifestSet overlay) =>
    [
        .. Unreadable(set),
        .. SandboxRules.Check(set),
        .. SandboxPoolRules.Check(set, overlay),
        .. WorkspaceRules.Check(set, SandboxRules.Namespace),
        .. WorkspaceRules.CheckShared(set, overlay),
    ];

    private static IReadOnlyList<string> CheckGke(ManifestSet set, ApplicationModel model, IReadOnlyDictionary<string, string[]> settings, IEnumerable<string> moreFlows) =>
    [
        .. Unreadable(set),
        .. WorkloadRules.Check(set, model),
        .. HardeningRules.Check(set, model),
        .. BusRules.Check(set),
        .. EnvironmentRules.Check(set, model, settings),
        .. SecretRules.Check(set, model),
        .. NetworkRules.Check(set, model, [.. NetworkRules.Inside(model), .. NetworkRules.AcrossTheBorderOfGke(model), .. moreFlows]),
        .. EdgeRules.Check(set),
        .. GoogleRules.Check(set, model),
        .. WorkspaceRules.Check(set, "agentplatform"),
    ];

    private static IEnumerable<string> Unreadable(ManifestSet set) => set.All.Where(manifest => manifest.Problem is not null).Select(manifest => $"{manifest.Id}: {manifest.Problem}");
}
