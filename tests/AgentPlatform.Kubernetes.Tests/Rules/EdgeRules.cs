using System.Globalization;
using AgentPlatform.Kubernetes.Tests.Rendering;
using static AgentPlatform.Kubernetes.Tests.Rules.Finding;

namespace AgentPlatform.Kubernetes.Tests.Rules;

/// <summary>One door, by HTTPS, that lets long streams live.</summary>
internal static class EdgeRules
{
    private static readonly string Port = ApplicationModel.Port.ToString(CultureInfo.InvariantCulture);

    /// <summary>How long a stream may be silent: that of the Gateway's routes.</summary>
    private const int StreamSeconds = 3600;

    public static IEnumerable<string> Check(ManifestSet set)
    {
        var routes = set.All.Where(manifest => manifest.Kind == "HTTPRoute").ToList();
        var listeners = Listeners(set).ToList();
        return
        [
            .. Differences("listeners", ["http HTTP 80", "https HTTPS 443"], listeners.Select(listener => $"{listener.At("name")} {listener.At("protocol")} {listener.At("port")}")),
            .. Unless(set.Find("Gateway/edge")?.Root.At("metadata", "annotations", "networking.gke.io/certmap") is not null, "The edge has no certificate."),
            .. routes.SelectMany(route => route.Root.Items("spec", "parentRefs").Where(parent => parent.At("name") != "edge" || listeners.All(listener => listener.At("name") != parent.At("sectionName"))).Select(_ => $"{route.Id} belongs to a listener that is not there.")),
            .. Differences("routes", ["http -> https", $"https -> {ApplicationModel.Door}:{Port}"], routes.SelectMany(Destinations)),
            .. CheckPolicy(set, "GCPBackendPolicy", "Service", ApplicationModel.Door),
            .. CheckPolicy(set, "HealthCheckPolicy", "Service", ApplicationModel.Door),
            .. CheckPolicy(set, "GCPGatewayPolicy", "Gateway", "edge"),
            .. Unless(
                int.TryParse(set.Find($"GCPBackendPolicy/{ApplicationModel.Door}")?.Root.At("spec", "default", "timeoutSec"), CultureInfo.InvariantCulture, out var seconds) && seconds >= StreamSeconds,
                $"The load balancer cuts streams before {StreamSeconds} seconds."),
            .. Unequal("health check", "/ready", set.Find($"HealthCheckPolicy/{ApplicationModel.Door}")?.Root.At("spec", "default", "config", "httpHealthCheck", "requestPath")),
            .. Unequal("health check", Port, set.Find($"HealthCheckPolicy/{ApplicationModel.Door}")?.Root.At("spec", "default", "config", "httpHealthCheck", "port")),
        ];
    }

    private static IEnumerable<YamlDotNet.RepresentationModel.YamlNode> Listeners(ManifestSet set) => set.Find("Gateway/edge")?.Root.Items("spec", "listeners") ?? [];

    private static IEnumerable<string> Destinations(Manifest route) =>
        from parent in route.Root.Items("spec", "parentRefs")
        from rule in route.Root.Items("spec", "rules")
        from destination in rule.Items("backendRefs").Select(backend => $"{backend.At("name")}:{backend.At("port")}").Concat(rule.Items("filters").Select(filter => filter.At("requestRedirect", "scheme")))
        select $"{parent.At("sectionName")} -> {destination}";

    private static IEnumerable<string> CheckPolicy(ManifestSet set, string policy, string kind, string name) => Unless(
        set.All.Any(manifest => manifest.Kind == policy && manifest.Root.At("spec", "targetRef", "kind") == kind && manifest.Root.At("spec", "targetRef", "name") == name),
        $"There is no {policy} of the {kind} {name}.");
}
