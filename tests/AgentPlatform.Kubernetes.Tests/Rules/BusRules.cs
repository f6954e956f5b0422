using AgentPlatform.Kubernetes.Tests.Rendering;
using static AgentPlatform.Kubernetes.Tests.Rules.Finding;

namespace AgentPlatform.Kubernetes.Tests.Rules;

/// <summary>The broker is a cluster of three, hardened as its namespace demands.</summary>
internal static class BusRules
{
    private static readonly string[] Pod = ["spec", "override", "statefulSet", "spec", "template", "spec"];

    public static IEnumerable<string> Check(ManifestSet set) => set.Find($"RabbitmqCluster/{ApplicationModel.Bus}")?.Root is not { } cluster
        ? ["There is no RabbitmqCluster."]
        :
        [
            .. Unequal("RabbitMQ", "3", cluster.At("spec", "replicas")),
            .. Unless(cluster.At("spec", "persistence", "storage") is not null, "RabbitMQ keeps nothing on disk."),
            .. Unless(cluster.At("spec", "resources", "limits", "memory") is { } limit && limit == cluster.At("spec", "resources", "requests", "memory"), "RabbitMQ has no limit of memory that equals its request."),
            .. Unequal("RabbitMQ", "true", cluster.At([.. Pod, "securityContext", "runAsNonRoot"])),
            .. Unequal("RabbitMQ", "RuntimeDefault", cluster.At([.. Pod, "securityContext", "seccompProfile", "type"])),
            .. Differences("RabbitMQ", ["rabbitmq", "setup-container"], cluster.Items([.. Pod, "containers"]).Concat(cluster.Items([.. Pod, "initContainers"])).Where(IsHardened).Select(container => container.At("name")!)),
        ];

    private static bool IsHardened(YamlDotNet.RepresentationModel.YamlNode container) =>
        container.At("securityContext", "allowPrivilegeEscalation") == "false"
        && container.At("securityContext", "readOnlyRootFilesystem") == "true"
        && container.Items("securityContext", "capabilities", "drop").Any(dropped => dropped.ToString() == "ALL");
}
