using AgentPlatform.Kubernetes.Tests.Rendering;
using AgentPlatform.Kubernetes.Tests.Rules;

namespace AgentPlatform.Kubernetes.Tests;

/// <summary>Each way in which the manifests could go wrong is tried on the rendering for GKE, and found.</summary>
public sealed class MutationTests
{
    private const string Gone = "";

    /// <summary>Document, the text in it, what takes its place (nothing: the member goes, with all in it), and the words of the finding.</summary>
    public static TheoryData<string, string, string, string> Mutations => new()
    {
        // Misspelled, unknown, of the wrong type.
        { "ConfigMap/platform", "HOME: /tmp", "HOME: 1", ".data.HOME must be of type string" },
        { "Deployment/gateway", "value: \"2\"", "value: 2", ".value must be of type string" },
        { "Deployment/gateway", "containerPort: 8080", "containerPort: \"8080\"", ".containerPort must be of type int" },
        { "Deployment/agentservice", "kind: Deployment", "kind: Deploymnet", "is not a kind" },
        { "Deployment/chatservice", "maxUnavailable: 0", "maxUnavailabel: 0", "maxUnavailabel" },
        { "Deployment/gateway", "readOnlyRootFilesystem: true", "readOnlyRootFileSystem: true", "readOnlyRootFileSystem" },
        { "Deployment/gateway", "runAsNonRoot: true", "runAsNonRoot: perhaps", "Deployment/gateway:" },
        { "GCPBackendPolicy/gateway", "timeoutSec: 3600", "timeoutSeconds: 3600", "spec.default.timeoutSeconds is not known" },
        { "GCPBackendPolicy/gateway", "timeoutSec: 3600", "timeoutSec: \"3600\"", "must be of type int" },
        { "Gateway/edge", "gatewayClassName:", "className:", "spec.gatewayClassName is missing" },
        { "HTTPRoute/pages-and-api", "hostnames:", "hosts:", "spec.hosts is not known" },
        { "RabbitmqCluster/messaging", "storageClassName:", "storageClass:", "spec.persistence.storageClass is not known" },
        { "SecretProviderClass/model-services", "provider: gke", "provider: gcp", "is gcp, not gke" },

        // Probes, ports, limits, ends.
        { "Deployment/agentservice", "readinessProbe:", Gone, "has no readiness probe" },
        { "Deployment/chatservice", "livenessProbe:", Gone, "has no liveness probe" },
        { "Deployment/executionservice", "path: /ready", "path: /health", "has no readiness probe" },
        { "Deployment/gateway", "startupProbe:", Gone, "has no startup probe" },
        { "Deployment/gateway", "containerPort: 8080", "containerPort: 80", "does not listen on 8080" },
        { "Deployment/gateway", "name: http", "name: web", "by the name http" },
        { "Deployment/executionservice", "limits:", Gone, "no limit of memory" },
        { "Deployment/executionservice", "sizeLimit: 256Mi", "sizeLimit: 8Gi", "before its volumes are full" },
        { "Deployment/chatservice", "terminationGracePeriodSeconds: 60", "terminationGracePeriodSeconds: 30", "killed before its requests are done" },
        { "Deployment/chatservice", "preStop:", Gone, "before the proxies have left it" },
        { "Deployment/schedulerservice", Gone, Gone, "schedulerservice is missing" },
        { "Service/chatservice", "targetPort: http", "targetPort: web", "does not lead from 8080" },
        { "Service/chatservice", "port: 8080", "port: 80", "does not lead from 8080" },
        { "Service/chatservice", "name: chatservice", "name: chat", "chatservice has no Service" },
        { "PodDisruptionBudget/agentservice", "maxUnavailable: 1", "minAvailable: 1", "one pod go at a time" },
        { "PodDisruptionBudget/messaging", Gone, Gone, "messaging has no PodDisruptionBudget" },
        { "HorizontalPodAutoscaler/gateway", "maxReplicas: 3", "maxReplicas: 1", "does not scale from 1 to 3" },
        { "HorizontalPodAutoscaler/gateway", "    name: gateway", "    name: chatservice", "scales something else" },

        // Hardening.
        { "Deployment/agentservice", "allowPrivilegeEscalation: false", "allowPrivilegeEscalation: true", "AllowPrivilegeEscalation" },
        { "Deployment/agentservice", "capabilities:", Gone, "keeps capabilities" },
        { "Deployment/agentservice", "runAsNonRoot: true", "runAsNonRoot: false", "RunAsNonRoot" },
        { "Deployment/agentservice", "runAsUser: 1654", "runAsUser: 0", "RunAsUser" },
        { "Deployment/agentservice", "readOnlyRootFilesystem: true", "readOnlyRootFilesystem: false", "ReadOnlyRootFilesystem" },
        { "Deployment/agentservice", "type: RuntimeDefault", "type: Unconfined", "SeccompProfile" },
        { "Deployment/agentservice", "serviceAccountName:", Gone, "no service account of its own" },
        { "Namespace/agentplatform", "enforce: restricted", "enforce: baseline", "does not enforce" },
        { "Deployment/executionservice", "expirationSeconds: 3600", "expirationSeconds: 86400", "ends within the hour" },
        { "Deployment/executionservice", "serviceAccountToken:", Gone, "ends within the hour" },
        { "Deployment/gateway", "- emptyDir:", "- projected: {sources: [{serviceAccountToken: {path: token}}]}\n        name: token\n      - emptyDir:", "has a token for the cluster's API" },
        { "RabbitmqCluster/messaging", "runAsNonRoot: true", "runAsNonRoot: false", "RabbitMQ" },
        { "RabbitmqCluster/messaging", "drop:", Gone, "RabbitMQ: rabbitmq is missing" },
        { "ServiceAccount/gateway", "automountServiceAccountToken: false", "automountServiceAccountToken: true", "AutomountServiceAccountToken" },

        // What a service is told.
        { "ConfigMap/platform", "OTEL_EXPORTER_OTLP_ENDPOINT:", "OTEL_EXPORTER_ENDPOINT:", "OTEL_EXPORTER_ENDPOINT is not meant" },
        { "ConfigMap/platform", "Secrets__Directory: /var/run/secrets/agentplatform", "Secrets__Directory: /secrets", "MountPath" },
        { "Deployment/agentservice", "name: services__schedulerservice__http__0", "name: services__scheduler__http__0", "services__schedulerservice__http__0 is missing" },
        { "Deployment/agentservice", "key: connection_string", "key: uri", "what the operator of RabbitMQ wrote" },
        { "Deployment/chatservice", "http://agentservice:8080", "http://agents:8080", "is not http://agentservice:8080" },
        { "Deployment/executionservice", "name: Execution__WorkspaceRoot", "name: Execution__WorkspaceFolder", "Execution__WorkspaceRoot is missing" },
        { "Deployment/executionservice", "value: /workspaces", "value: /data", "is not a volume" },
        { "Deployment/executionservice", "value: kubernetes", "value: none", "is none, not kubernetes" },
        { "Deployment/executionservice", "name: Sandbox__Kubernetes__Image", "name: Sandbox__Image", "Sandbox__Kubernetes__Image is missing" },
        { "Deployment/executionservice", "value: anthropic", "value: simulated", "is simulated, not anthropic" },
        { "SecretProviderClass/model-services", "path: ANTHROPIC_API_KEY", "path: ANTHROPIC_KEY", "ANTHROPIC_API_KEY is missing" },
        { "SecretProviderClass/other-services", "path: Identity__SigningKey", "path: Identity_SigningKey", "Identity__SigningKey is missing" },
        { "Deployment/gateway", "secretProviderClass: other-services", "secretProviderClass: model-services", "ANTHROPIC_API_KEY is not meant" },

        // Who reaches whom.
        { "NetworkPolicy/default-deny", Gone, Gone, "No policy denies" },
        { "NetworkPolicy/default-deny", "- Egress", "- Ingress", "No policy denies" },
        { "NetworkPolicy/agentservice-from-services", "from:", Gone, "agentservice <- anyone TCP 8080 is not meant" },
        { "NetworkPolicy/gateway-to-services", "app.kubernetes.io/name: chatservice", "app.kubernetes.io/name: chat", "gateway -> chatservice TCP 8080 is missing" },
        { "NetworkPolicy/chatservice-from-services", "port: 8080", "port: 80", "chatservice <- gateway TCP 80 is not meant" },
        { "NetworkPolicy/messaging-from-services", "ports:", Gone, "messaging <- agentservice any port is not meant" },
        { "NetworkPolicy/model-services-to-provider", "- 10.0.0.0/8", "- 10.0.0.0/16", "10.0.0.0/16" },
        { "NetworkPolicy/model-services-to-provider", "- chatservice", "- gateway", "gateway -> 0.0.0.0/0" },
        { "NetworkPolicy/executionservice-from-sandboxes", "port: 3128", "port: 8080", "pod app.kubernetes.io/name=sandbox TCP 8080 is not meant" },
        { "NetworkPolicy/executionservice-from-sandboxes", "namespaceSelector:", Gone, "is not meant" },
        { "NetworkPolicy/executionservice-to-cluster-api", "cidr: 172.16.0.0/28", "cidr: 0.0.0.0/0", "executionservice -> 0.0.0.0/0 TCP 443 is not meant" },
        { "NetworkPolicy/gateway-from-load-balancer", "cidr: 35.191.0.0/16", "cidr: 0.0.0.0/0", "gateway <- 0.0.0.0/0 TCP 8080 is not meant" },

        // The agents' files.
        { "PersistentVolumeClaim/workspaces", "- ReadWriteMany", "- ReadWriteOnce", "not shared by many" },
        { "PersistentVolumeClaim/workspaces", "volumeName: workspaces-agentplatform", "volumeName: workspaces", "names no volume" },
        { "PersistentVolume/workspaces-agentplatform", "persistentVolumeReclaimPolicy: Retain", "persistentVolumeReclaimPolicy: Delete", "goes with its claim" },
        { "PersistentVolume/workspaces-agentplatform", "namespace: agentplatform", "namespace: default", "belongs to another claim" },

        // The edge and the project.
        { "Gateway/edge", "networking.gke.io/certmap:", Gone, "no certificate" },
        { "Gateway/edge", "protocol: HTTPS", "protocol: HTTP", "https HTTPS 443 is missing" },
        { "GCPBackendPolicy/gateway", "timeoutSec: 3600", "timeoutSec: 30", "cuts streams" },
        { "HealthCheckPolicy/gateway", "requestPath: /ready", "requestPath: /", "not /ready" },
        { "HTTPRoute/pages-and-api", "name: gateway", "name: chatservice", "https -> chatservice:8080 is not meant" },
        { "HTTPRoute/pages-and-api", "sectionName: https", "sectionName: http", "http -> gateway:8080 is not meant" },
        { "HTTPRoute/to-https", "scheme: https", "scheme: http", "http -> https is missing" },
        { "Deployment/gateway", "agentplatform/gateway:0.1.0", "agentplatform/gateway:latest", "not a fixed version" },
        { "Deployment/gateway", "agentplatform/gateway:0.1.0", "agentplatform/web:0.1.0", "not a fixed version" },
        { "ServiceAccount/gateway", "gateway@PROJECT_ID", "agentservice@PROJECT_ID", "agentservice@PROJECT_ID" },
    };

    [Theory]
    [MemberData(nameof(Mutations))]
    public async Task A_fault_in_a_manifest_is_found(string document, string text, string replacement, string finding)
    {
        var set = await Kubectl.RenderAsync("overlays/gke");

        var problems = ManifestRules.CheckGke(set.With(document, Mutate(set.Find(document)!.Text, text, replacement)), ApplicationModel.Current);

        Assert.Contains(problems, problem => problem.Contains(finding, StringComparison.Ordinal));
    }

    internal static string? Mutate(string document, string text, string replacement)
    {
        if (text == Gone)
        {
            return null;
        }

        var at = document.IndexOf(text, StringComparison.Ordinal);
        Assert.True(at >= 0, $"There is no '{text}' to change.");
        return replacement == Gone ? Without(document, text) : string.Concat(document.AsSpan(0, at), replacement, document.AsSpan(at + text.Length));
    }

    /// <summary>The document without a member: its line, and the lines that are indented deeper or are its items.</summary>
    private static string Without(string document, string member)
    {
        var lines = document.Split('\n').ToList();
        var first = lines.FindIndex(line => line.TrimStart(' ', '-').StartsWith(member, StringComparison.Ordinal));
        Assert.True(first >= 0, $"There is no member '{member}' to take away.");
        var indent = lines[first].Length - lines[first].TrimStart(' ', '-').Length;
        var count = 1 + lines.Skip(first + 1).TakeWhile(line => Indent(line) > indent || (Indent(line) == indent && line[indent] == '-')).Count();
        // The first member of an item carries its dash, which goes over to the next.
        if (lines[first].TrimStart().StartsWith('-') && first + count < lines.Count && Indent(lines[first + count]) == indent)
        {
            lines[first + count] = string.Concat(lines[first].AsSpan(0, indent), lines[first + count].AsSpan(indent));
        }

        lines.RemoveRange(first, count);
        return string.Join('\n', lines);
    }

    private static int Indent(string line) => line.Length - line.TrimStart(' ').Length;
}
