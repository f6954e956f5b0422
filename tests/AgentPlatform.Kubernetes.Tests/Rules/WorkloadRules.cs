using AgentPlatform.Kubernetes.Tests.Rendering;
using k8s.Models;
using static AgentPlatform.Kubernetes.Tests.Rules.Finding;

namespace AgentPlatform.Kubernetes.Tests.Rules;

/// <summary>Each service is deployed, found, probed, limited, scaled and disrupted with care.</summary>
internal static class WorkloadRules
{
    private const string NameLabel = "app.kubernetes.io/name";

    /// <summary>Time that .NET's host gives to open requests when it is told to stop.</summary>
    private const int ShutdownSeconds = 30;

    public static IEnumerable<string> Check(ManifestSet set, ApplicationModel model) =>
    [
        .. Differences("Deployments", model.Services.Select(service => service.Name), set.All.Where(manifest => manifest.Kind == "Deployment").Select(manifest => manifest.Name)),
        .. set.Of<V1Deployment>().SelectMany(deployment => CheckDeployment(deployment, set)),
        .. model.Services.SelectMany(service => CheckService(service.Name, set)),
        .. model.Services.SelectMany(service => CheckScaling(service.Name, set)),
        .. model.Services.Select(service => service.Name).Append(ApplicationModel.Bus).SelectMany(name => CheckDisruption(name, set)),
    ];

    private static IEnumerable<string> CheckDeployment(V1Deployment deployment, ManifestSet set)
    {
        var (name, pod) = (deployment.Metadata.Name, deployment.Spec.Template.Spec);
        var account = set.Find<V1ServiceAccount>(pod.ServiceAccountName ?? "");
        var container = pod.Containers.Single();
        var drain = container.Lifecycle?.PreStop?.Sleep?.Seconds ?? 0;
        return
        [
            .. Unequal(name, name, deployment.Spec.Template.Metadata.Labels[NameLabel]),
            .. Unequal(name, name, deployment.Spec.Selector.MatchLabels[NameLabel]),
            .. Unless(deployment.Spec.Replicas is null, $"{name}: the autoscaler, not the manifest, says how many replicas run."),
            .. Unless(account is not null && account.Metadata.Name == name, $"{name} has no service account of its own."),
            .. Unless(container.Ports?.Single() is { Name: "http", ContainerPort: ApplicationModel.Port }, $"{name} does not listen on {ApplicationModel.Port} by the name http."),
            .. CheckProbe(name, "startup", container.StartupProbe, "/alive"),
            .. CheckProbe(name, "liveness", container.LivenessProbe, "/alive"),
            .. CheckProbe(name, "readiness", container.ReadinessProbe, "/ready"),
            .. CheckResources(name, pod),
            .. Unless(drain >= 5, $"{name} stops before the proxies have left it."),
            .. Unless(pod.TerminationGracePeriodSeconds > drain + ShutdownSeconds, $"{name} is killed before its requests are done."),
            .. pod.TopologySpreadConstraints.SelectMany(spread => Unequal(name, name, spread.LabelSelector.MatchLabels[NameLabel])),
            .. Differences($"volumes of {name}", (container.VolumeMounts ?? []).Select(mount => mount.Name), (pod.Volumes ?? []).Select(volume => volume.Name)),
        ];
    }

    private static IEnumerable<string> CheckProbe(string name, string probe, V1Probe? found, string path) =>
        Unless(found?.HttpGet is { } get && get.Path == path && get.Port?.Value == "http", $"{name} has no {probe} probe on {path} of port http.");

    private static IEnumerable<string> CheckResources(string name, V1PodSpec pod)
    {
        var resources = pod.Containers[0].Resources;
        foreach (var resource in (string[])["cpu", "memory", "ephemeral-storage"])
        {
            var (request, limit) = (resources?.Requests?.TryGetValue(resource, out var asked) == true ? asked : null, resources?.Limits?.TryGetValue(resource, out var most) == true ? most : null);
            if (request is null || limit is null)
            {
                yield return $"{name} has no request or no limit of {resource}.";
                continue;
            }

            if (request.ToDecimal() > limit.ToDecimal())
            {
                yield return $"{name} requests more {resource} than its limit.";
            }

            if (resource == "ephemeral-storage" && (pod.Volumes ?? []).Sum(volume => volume.EmptyDir is null ? 0 : volume.EmptyDir.SizeLimit?.ToDecimal() ?? decimal.MaxValue / 10) > limit.ToDecimal())
            {
                yield return $"{name} is evicted before its volumes are full: they may hold more than the limit of {resource}.";
            }
        }
    }

    private static IEnumerable<string> CheckService(string name, ManifestSet set) => set.Find<V1Service>(name) is not { } service
        ? [$"{name} has no Service."]
        :
        [
            .. Unless(service.Spec.Selector is { Count: 1 } selector && selector[NameLabel] == name, $"The Service {name} selects other pods."),
            .. Unless(service.Spec.Ports.Single() is { Port: ApplicationModel.Port } port && port.TargetPort?.Value == "http", $"The Service {name} does not lead from {ApplicationModel.Port} to the port http."),
            .. Unless(service.Spec.Type is null or "ClusterIP", $"The Service {name} is open to the outside."),
        ];

    private static IEnumerable<string> CheckScaling(string name, ManifestSet set) => set.Find<V2HorizontalPodAutoscaler>(name)?.Spec is not { } scaler
        ? [$"{name} has no HorizontalPodAutoscaler."]
        :
        [
            .. Unless(scaler.ScaleTargetRef is { ApiVersion: "apps/v1", Kind: "Deployment" } target && target.Name == name, $"The HorizontalPodAutoscaler {name} scales something else."),
            .. Unless(scaler is { MinReplicas: 1, MaxReplicas: 3 }, $"{name} does not scale from 1 to 3."),
            .. Unless(scaler.Metrics?.Any(metric => metric.Resource?.Name == "cpu") == true, $"{name} does not scale by CPU."),
        ];

    private static IEnumerable<string> CheckDisruption(string name, ManifestSet set) => set.Find<V1PodDisruptionBudget>(name)?.Spec is not { } budget
        ? [$"{name} has no PodDisruptionBudget."]
        :
        [
            .. Unless(budget.Selector.MatchLabels is { Count: 1 } labels && labels[NameLabel] == name, $"The PodDisruptionBudget {name} selects other pods."),
            // minAvailable 1 would make a node with the only replica impossible to drain.
            .. Unless(budget.MaxUnavailable?.Value == "1" && budget.MinAvailable is null, $"The PodDisruptionBudget {name} does not let one pod go at a time."),
        ];
}
