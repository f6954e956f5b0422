using System.Globalization;
using AgentPlatform.Kubernetes.Tests.Rendering;
using k8s.Models;
using static AgentPlatform.Kubernetes.Tests.Rules.Finding;

namespace AgentPlatform.Kubernetes.Tests.Rules;

/// <summary>A service is told what the application model says, by the names that its code reads, and nothing else.</summary>
internal static class EnvironmentRules
{
    private const string BusConnection = "ConnectionStrings__rabbitmq";

    private static readonly string AnyPort = ApplicationModel.Port.ToString(CultureInfo.InvariantCulture);

    /// <summary>Settings of hosting, which the application model does not have: those of every service, and those of one.</summary>
    public static readonly IReadOnlyDictionary<string, string[]> Base = new Dictionary<string, string[]>
    {
        [""] = ["ASPNETCORE_HTTP_PORTS", "HOME"],
        ["executionservice"] = ["Execution__WorkspaceRoot", "Sandbox__Kind"],
        ["gateway"] = ["Limits__ProxyHops"],
    };

    public static readonly IReadOnlyDictionary<string, string[]> Gke = new Dictionary<string, string[]>
    {
        [""] = [.. Base[""], "Firestore__ProjectId", "OTEL_EXPORTER_OTLP_ENDPOINT", "OTEL_EXPORTER_OTLP_PROTOCOL", "Secrets__Directory"],
        ["chatservice"] = ["Llm__Provider"],
        ["executionservice"] = [.. Base["executionservice"], "Llm__Provider", "Sandbox__Kubernetes__Image"],
        ["gateway"] = Base["gateway"],
    };

    public static readonly IReadOnlyDictionary<string, string[]> Ticks = new Dictionary<string, string[]>(Gke) { [""] = [.. Gke[""], "Tick__Audience", "Tick__ServiceAccountEmail"] };

    /// <summary>What is told besides where the scheduler sleeps.</summary>
    public static readonly IReadOnlyDictionary<string, string> AtZero = new Dictionary<string, string> { ["gateway"] = "Routing__Replicated", ["schedulerservice"] = "Firing__OnTimeSeconds" };

    public static IEnumerable<string> Check(ManifestSet set, ApplicationModel model, IReadOnlyDictionary<string, string[]> hosting) =>
        model.Services.SelectMany(service => set.Find<V1Deployment>(service.Name) is { } deployment ? CheckService(service, deployment.Spec.Template.Spec.Containers[0], set, hosting) : []);

    /// <summary>The variables of a service with their values; those that come from elsewhere have none.</summary>
    public static IReadOnlyDictionary<string, string?> Variables(V1Container container, ManifestSet set)
    {
        var variables = (container.EnvFrom ?? []).SelectMany(source => set.Find<V1ConfigMap>(source.ConfigMapRef?.Name ?? "")?.Data ?? new Dictionary<string, string>())
            .ToDictionary(variable => variable.Key, variable => (string?)variable.Value);
        foreach (var variable in container.Env ?? [])
        {
            variables[variable.Name] = variable.Value;
        }

        return variables;
    }

    private static IEnumerable<string> CheckService(ServiceModel service, V1Container container, ManifestSet set, IReadOnlyDictionary<string, string[]> hosting)
    {
        var variables = Variables(container, set);
        var discovery = service.Calls.ToDictionary(called => $"services__{called}__http__0", called => $"http://{called}:{ApplicationModel.Port}");
        IEnumerable<string> expected = [.. discovery.Keys, .. service.Bus ? [BusConnection] : Array.Empty<string>(), .. hosting[""], .. hosting.GetValueOrDefault(service.Name, [])];
        return
        [
            .. (container.EnvFrom ?? []).Where(source => set.Find<V1ConfigMap>(source.ConfigMapRef?.Name ?? "") is null).Select(_ => $"{service.Name} takes its environment from something that is not there."),
            .. Differences($"environment of {service.Name}", expected, variables.Keys),
            .. discovery.Where(address => variables.TryGetValue(address.Key, out var value) && value != address.Value).Select(address => $"{service.Name}: {address.Key} is not {address.Value}."),
            .. Unequal(service.Name, AnyPort, variables.GetValueOrDefault("ASPNETCORE_HTTP_PORTS")),
            .. Unless(!service.Bus || BusComesFromTheOperator(container), $"{service.Name}: {BusConnection} is not what the operator of RabbitMQ wrote."),
            .. Unless(!variables.TryGetValue("Execution__WorkspaceRoot", out var root) || container.VolumeMounts.Any(mount => mount.MountPath == root), $"{service.Name}: Execution__WorkspaceRoot is not a volume."),
            .. variables.TryGetValue("Sandbox__Kind", out var sandbox) ? Unequal(service.Name, "kubernetes", sandbox) : [],
            .. service.CallsModel && variables.TryGetValue("Llm__Provider", out var provider) ? Unequal(service.Name, "anthropic", provider) : [],
        ];
    }

    private static bool BusComesFromTheOperator(V1Container container) => container.Env.SingleOrDefault(variable => variable.Name == BusConnection)?.ValueFrom?.SecretKeyRef
        is { Name: $"{ApplicationModel.Bus}-default-user", Key: "connection_string" };
}
