using System.Globalization;
using AgentPlatform.Kubernetes.Tests.Rendering;
using k8s.Models;
using static AgentPlatform.Kubernetes.Tests.Rules.Finding;

namespace AgentPlatform.Kubernetes.Tests.Rules;

/// <summary>The job of Cloud Scheduler calls the path that the Gateway opens, with the token that the scheduler accepts, and waits for its answer.</summary>
internal static class TickRules
{
    /// <summary>The service that the ticks are for.</summary>
    public const string Ticked = "schedulerservice";

    /// <summary>The longest that a tick takes (<c>Tick:MaxSeconds</c>), and the start of a pod (its startup probe's patience is longer).</summary>
    private const int AnswerSeconds = 25 + 60;

    public static IEnumerable<string> Check(ManifestSet set)
    {
        var settings = new Dictionary<string, string>(set.Find<V1ConfigMap>("platform")?.Data ?? new Dictionary<string, string>());
        var host = set.Find("HTTPRoute/pages-and-api")?.Root.Items("spec", "hostnames").Single().ToString();
        if (set.Find("CloudSchedulerJob/agentplatform-tick")?.Root is not { } job)
        {
            return ["There is no job of Cloud Scheduler."];
        }

        return
        [
            .. Unequal("tick", $"https://{host}/internal/tick", job.At("spec", "httpTarget", "uri")),
            .. Unequal("tick", "POST", job.At("spec", "httpTarget", "httpMethod")),
            .. Unequal("tick", settings.GetValueOrDefault("Tick__Audience"), job.At("spec", "httpTarget", "oidcToken", "audience")),
            .. Unequal("tick", settings.GetValueOrDefault("Tick__ServiceAccountEmail"), job.At("spec", "httpTarget", "oidcToken", "serviceAccountRef", "external")),
            .. Unequal("tick", "PROJECT_ID", job.At("metadata", "annotations", "cnrm.cloud.google.com/project-id")),
            .. Unless(Seconds(job.At("spec", "attemptDeadline")) >= AnswerSeconds, "Cloud Scheduler does not wait for the answer of a tick."),
        ];
    }

    /// <summary>What is wrong with what wakes the scheduler where it sleeps.</summary>
    public static IEnumerable<string> CheckAtZero(ManifestSet set)
    {
        var (scaled, route, proxy) = (set.Find($"ScaledObject/{Ticked}")?.Root, set.Find($"InterceptorRoute/{Ticked}")?.Root, set.Find<V1Service>($"{Ticked}-proxy")?.Spec);
        var cooldown = int.TryParse(scaled?.At("spec", "cooldownPeriod"), CultureInfo.InvariantCulture, out var seconds) ? seconds : 0;
        return
        [
            .. Unequal("scaling", ("Deployment", Ticked, "0", "3"), (scaled?.At("spec", "scaleTargetRef", "kind"), scaled?.At("spec", "scaleTargetRef", "name"), scaled?.At("spec", "minReplicaCount"), scaled?.At("spec", "maxReplicaCount"))),
            .. Unequal("trigger", Ticked, scaled?.Items("spec", "triggers").Single().At("metadata", "interceptorRoute")),
            .. Unequal("route", (Ticked, $"{ApplicationModel.Port}", $"{Ticked}-proxy"), (route?.At("spec", "target", "service"), route?.At("spec", "target", "port"), route?.Items("spec", "rules").Single().Items("hosts").Single().ToString())),
            .. Unequal("proxy", ("ExternalName", ApplicationModel.Port), (proxy?.Type, proxy?.Ports.Single().Port ?? 0)),
            .. Unless(set.Find("CloudSchedulerJob/agentplatform-tick")?.Root.At("spec", "schedule")?.Split(' ')[0] is { } minutes && minutes.StartsWith("*/", StringComparison.Ordinal) && 60 * int.Parse(minutes[2..], CultureInfo.InvariantCulture) > cooldown, "Ticks keep the scheduler awake."),
        ];
    }

    private static int Seconds(string? duration) => duration is [.. var digits, 's'] && int.TryParse(digits, CultureInfo.InvariantCulture, out var seconds) ? seconds : 0;
}
