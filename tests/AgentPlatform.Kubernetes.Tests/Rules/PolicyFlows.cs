using k8s.Models;

namespace AgentPlatform.Kubernetes.Tests.Rules;

/// <summary>Reads a NetworkPolicy as the flows that it opens, wide ones included: whatever is left out means everything.</summary>
internal static class PolicyFlows
{
    private const string NameLabel = "app.kubernetes.io/name";
    private const string NamespaceLabel = "kubernetes.io/metadata.name";

    public static IEnumerable<string> Of(V1NetworkPolicy policy, IReadOnlyList<string> all)
    {
        var pods = Pods(policy.Spec.PodSelector, all).ToList();
        var ingress = from rule in policy.Spec.Ingress ?? [] from flow in Flows(pods, "<-", rule.FromProperty, rule.Ports, all) select flow;
        var egress = from rule in policy.Spec.Egress ?? [] from flow in Flows(pods, "->", rule.To, rule.Ports, all) select flow;
        return [.. policy.Spec.PolicyTypes.Contains("Ingress") ? ingress : [], .. policy.Spec.PolicyTypes.Contains("Egress") ? egress : []];
    }

    private static IEnumerable<string> Flows(List<string> pods, string arrow, IList<V1NetworkPolicyPeer>? peers, IList<V1NetworkPolicyPort>? ports, IReadOnlyList<string> all) =>
        from pod in pods
        from peer in peers is { Count: > 0 } ? peers.SelectMany(peer => Peers(peer, all)) : ["anyone"]
        from port in ports is { Count: > 0 } ? ports.Select(Port) : ["any port"]
        select $"{pod} {arrow} {peer} {port}";

    private static IEnumerable<string> Peers(V1NetworkPolicyPeer peer, IReadOnlyList<string> all) => peer switch
    {
        { IpBlock: { } block } => [block.Except is { Count: > 0 } except ? $"{block.Cidr} except {string.Join(' ', except.Order(StringComparer.Ordinal))}" : block.Cidr],
        { NamespaceSelector: { } spaces, PodSelector: null } => [Namespace(spaces)],
        { NamespaceSelector: { } spaces, PodSelector: { } pods } => [$"{Namespace(spaces)} pod {Labels(pods)}"],
        { PodSelector: { } pods } => Pods(pods, all),
        // A peer that says nothing is refused by the cluster; here it must not pass for no peer.
        _ => ["anyone"],
    };

    private static string Namespace(V1LabelSelector selector) =>
        selector.MatchLabels is { Count: 1 } labels && labels.TryGetValue(NamespaceLabel, out var name) && selector.MatchExpressions is null ? $"namespace {name}" : $"namespaces {Labels(selector)}";

    /// <summary>The names of the pods, one by one; every pod of the application for an empty selector.</summary>
    private static IEnumerable<string> Pods(V1LabelSelector selector, IReadOnlyList<string> all) => selector switch
    {
        { MatchLabels: null, MatchExpressions: null } => all,
        { MatchLabels: { Count: 1 } labels, MatchExpressions: null } when labels.TryGetValue(NameLabel, out var name) => [name],
        { MatchLabels: null, MatchExpressions: [{ Key: NameLabel, OperatorProperty: "In" } expression] } => expression.Values,
        _ => [$"pods {Labels(selector)}"],
    };

    private static string Labels(V1LabelSelector selector) => string.Join(',',
        (selector.MatchLabels ?? new Dictionary<string, string>()).Select(label => $"{label.Key}={label.Value}")
        .Concat((selector.MatchExpressions ?? []).Select(expression => $"{expression.Key} {expression.OperatorProperty} {string.Join('|', expression.Values ?? [])}")));

    private static string Port(V1NetworkPolicyPort port) => $"{port.Protocol ?? "TCP"} {port.Port?.Value ?? "any"}{(port.EndPort is { } end ? $"-{end}" : "")}";
}
