using AgentPlatform.Kubernetes.Tests.Rendering;
using k8s.Models;
using static AgentPlatform.Kubernetes.Tests.Rules.Finding;

namespace AgentPlatform.Kubernetes.Tests.Rules;

/// <summary>The namespace in which agents' code runs: closed, limited, and at the disposal of one service.</summary>
internal static class SandboxRules
{
    public const string Namespace = "agent-sandboxes";

    /// <summary>The service that runs code there.</summary>
    public const string Caller = "executionservice";

    /// <summary>What <c>KubernetesSandboxCheck</c> of the service asks for; <see cref="SandboxTests"/> holds it against its source.</summary>
    public static readonly string[] Permissions =
    [
        "/pods get", "/pods list", "/pods watch", "/pods/exec create", "/pods/exec get",
        "agents.x-k8s.io/sandboxes get",
        "batch/jobs create", "batch/jobs delete", "batch/jobs get",
        "extensions.agents.x-k8s.io/sandboxclaims create", "extensions.agents.x-k8s.io/sandboxclaims delete", "extensions.agents.x-k8s.io/sandboxclaims get",
    ];

    public static IEnumerable<string> Check(ManifestSet set) =>
    [
        .. Unless(
            set.Find<V1Namespace>(Namespace)?.Metadata.Labels.TryGetValue("pod-security.kubernetes.io/enforce", out var level) == true && level == "restricted",
            "The namespace of the sandboxes does not enforce the pod security level restricted."),
        .. set.All.Where(manifest => manifest.Kind is not ("Namespace" or "PersistentVolume")).SelectMany(manifest => Unequal(manifest.Id, Namespace, manifest.Root.At("metadata", "namespace"))),
        .. Differences("kinds in the namespace of the sandboxes",
            ["LimitRange", "Namespace", "NetworkPolicy", "PersistentVolume", "PersistentVolumeClaim", "ResourceQuota", "Role", "RoleBinding", "SandboxTemplate", "SandboxWarmPool", "ServiceAccount"],
            set.All.Select(manifest => manifest.Kind)),
        .. CheckFlows(set),
        .. CheckAccess(set),
        .. CheckLimits(set),
    ];

    private static IEnumerable<string> CheckFlows(ManifestSet set) =>
    [
        .. Unless(set.Of<V1NetworkPolicy>().Any(NetworkRules.DeniesAll), "No policy denies the sandboxes what is not named."),
        .. Differences("flows of the sandboxes", [$"sandbox -> namespace agentplatform pod app.kubernetes.io/name={Caller} TCP 3128"], set.Of<V1NetworkPolicy>().SelectMany(policy => PolicyFlows.Of(policy, ["sandbox"]))),
    ];

    private static IEnumerable<string> CheckAccess(ManifestSet set)
    {
        var granted = from role in set.Of<V1Role>() from rule in role.Rules from grant in Grants(rule) select grant;
        var subjects = set.Of<V1RoleBinding>().SelectMany(binding => binding.Subjects).Select(subject => $"{subject.Kind} {subject.NamespaceProperty}/{subject.Name}");
        return
        [
            .. Unequal("sandbox", false, set.Find<V1ServiceAccount>("sandbox")?.AutomountServiceAccountToken),
            .. Differences("permissions", Permissions, granted),
            .. Differences("who has permissions", [$"ServiceAccount agentplatform/{Caller}"], subjects),
            .. set.Of<V1RoleBinding>().SelectMany(binding => Unless(binding.RoleRef is { Kind: "Role", Name: Caller }, $"The RoleBinding {binding.Metadata.Name} grants another role.")),
        ];
    }

    private static IEnumerable<string> Grants(V1PolicyRule rule) =>
        from @group in rule.ApiGroups ?? ["any"] from resource in rule.Resources ?? ["any"] from verb in rule.Verbs select $"{@group}/{resource} {verb}{(rule.ResourceNames is null ? "" : " of some")}";

    private static IEnumerable<string> CheckLimits(ManifestSet set)
    {
        var quota = set.Of<V1ResourceQuota>().SingleOrDefault()?.Spec.Hard ?? new Dictionary<string, ResourceQuantity>();
        var most = set.Of<V1LimitRange>().SingleOrDefault()?.Spec.Limits.SingleOrDefault(limit => limit.Type == "Container")?.Max ?? new Dictionary<string, ResourceQuantity>();
        return
        [
            .. ((string[])["pods", "limits.cpu", "limits.memory", "requests.cpu", "requests.memory", "requests.ephemeral-storage"]).SelectMany(resource => Unless(quota.ContainsKey(resource), $"The quota of the sandboxes has no {resource}.")),
            .. Unless(quota.TryGetValue("count/services", out var services) && services.ToDecimal() == 0, "A sandbox can be given a Service."),
            .. Most(most, "cpu", 1),
            .. Most(most, "memory", 1024m * 1024 * 1024),
            .. Most(most, "ephemeral-storage", 1536m * 1024 * 1024),
        ];
    }

    private static IEnumerable<string> Most(IDictionary<string, ResourceQuantity> most, string resource, decimal expected) =>
        Unless(most.TryGetValue(resource, out var found) && found.ToDecimal() == expected, $"A container of a sandbox may have more {resource} than a sandbox has.");
}
