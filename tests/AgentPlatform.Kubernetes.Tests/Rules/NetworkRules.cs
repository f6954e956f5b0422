using AgentPlatform.Kubernetes.Tests.Rendering;
using k8s.Models;
using static AgentPlatform.Kubernetes.Tests.Rules.Finding;

namespace AgentPlatform.Kubernetes.Tests.Rules;

/// <summary>
/// The policies open exactly the flows that are named here. A flow is written from its pod's point of view: <c>a -> b TCP 80</c>
/// lets a send, <c>b &lt;- a TCP 80</c> lets b receive; between two pods it takes both.
/// </summary>
internal static class NetworkRules
{
    public const string AnyPublicAddress = "0.0.0.0/0 except 10.0.0.0/8 100.64.0.0/10 169.254.0.0/16 172.16.0.0/12 192.168.0.0/16";

    private static readonly string[] Dns = ["UDP 53", "TCP 53"];
    private static readonly string[] RabbitNodePorts = ["TCP 4369", "TCP 25672", "TCP 35672-35682"];

    public static IEnumerable<string> Check(ManifestSet set, ApplicationModel model, IEnumerable<string> flows) =>
    [
        .. Unless(set.Of<V1NetworkPolicy>().Any(DeniesAll), "No policy denies what is not named."),
        .. Differences("flows", flows, set.Of<V1NetworkPolicy>().SelectMany(policy => PolicyFlows.Of(policy, [.. Pods(model)]))),
    ];

    /// <summary>Who calls whom, the bus, and names.</summary>
    public static IEnumerable<string> Inside(ApplicationModel model) =>
    [
        .. Pods(model).SelectMany(pod => Dns.Select(port => $"{pod} -> namespace kube-system {port}")),
        .. from service in model.Services from called in service.Calls from flow in Both(service.Name, called, $"TCP {ApplicationModel.Port}") select flow,
        .. model.Services.Where(service => service.Bus).SelectMany(service => Both(service.Name, ApplicationModel.Bus, "TCP 5672")),
        .. RabbitNodePorts.SelectMany(port => Both(ApplicationModel.Bus, ApplicationModel.Bus, port)),
        $"{ApplicationModel.Bus} <- namespace rabbitmq-system pod app.kubernetes.io/component=rabbitmq-operator TCP 15672",
        $"{SandboxRules.Caller} <- namespace {SandboxRules.Namespace} pod app.kubernetes.io/name=sandbox TCP 3128",
    ];

    public static IEnumerable<string> AcrossTheBorderOfGke(ApplicationModel model) =>
    [
        .. from front in (string[])["35.191.0.0/16", "130.211.0.0/22"] select $"{ApplicationModel.Door} <- {front} TCP {ApplicationModel.Port}",
        .. from pod in Pods(model) from resolver in (string[])["169.254.20.10/32", "169.254.169.254/32"] from port in Dns select $"{pod} -> {resolver} {port}",
        .. from service in model.Services
           from flow in (string[])["169.254.169.252/32 TCP 987", "169.254.169.252/32 TCP 988", "169.254.169.254/32 TCP 80", "199.36.153.8/30 TCP 443", "namespace gke-managed-otel TCP 4318"]
           select $"{service.Name} -> {flow}",
        $"{SandboxRules.Caller} -> 172.16.0.0/28 TCP 443",
        .. from service in model.Services where service.CallsModel select $"{service.Name} -> {AnyPublicAddress} TCP 443",
    ];

    private static IEnumerable<string> Pods(ApplicationModel model) => model.Services.Select(service => service.Name).Append(ApplicationModel.Bus);

    private static IEnumerable<string> Both(string from, string to, string port) => [$"{from} -> {to} {port}", $"{to} <- {from} {port}"];

    public static bool DeniesAll(V1NetworkPolicy policy) =>
        policy.Spec.PodSelector is { MatchLabels: null, MatchExpressions: null } && policy.Spec.PolicyTypes.Order(StringComparer.Ordinal).SequenceEqual(["Egress", "Ingress"]) && policy.Spec is { Ingress: null, Egress: null };
}
