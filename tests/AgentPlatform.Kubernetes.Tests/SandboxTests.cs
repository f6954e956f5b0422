using System.Text.RegularExpressions;
using AgentPlatform.Kubernetes.Tests.Rendering;
using AgentPlatform.Kubernetes.Tests.Rules;
using AgentPlatform.Testing.Services;

namespace AgentPlatform.Kubernetes.Tests;

/// <summary>The namespace of the sandboxes agrees with the code that uses it, and its rules find faults.</summary>
public sealed partial class SandboxTests
{
    private const string Gone = "";

    /// <summary>As in <see cref="MutationTests"/>.</summary>
    public static TheoryData<string, string, string, string> Mutations => new()
    {
        { "Namespace/agent-sandboxes", "enforce: restricted", "enforce: baseline", "does not enforce" },
        { "NetworkPolicy/default-deny", Gone, Gone, "No policy denies" },
        { "NetworkPolicy/default-deny", "- Egress", "- Ingress", "No policy denies" },
        { "NetworkPolicy/sandbox-to-egress-proxy", "port: 3128", "port: 443", "TCP 443 is not meant" },
        { "NetworkPolicy/sandbox-to-egress-proxy", "podSelector:", "podSelectors:", "podSelectors" },
        { "NetworkPolicy/sandbox-to-egress-proxy", "to:", Gone, "sandbox -> anyone TCP 3128 is not meant" },
        { "NetworkPolicy/sandbox-to-egress-proxy", "app.kubernetes.io/name: executionservice", "app.kubernetes.io/name: gateway", "name=gateway TCP 3128 is not meant" },
        { "PersistentVolume/workspaces-agent-sandboxes", "path: /workspaces", "path: /", "The sandboxes have the files of" },
        { "PersistentVolume/workspaces-agent-sandboxes", "namespace: agent-sandboxes", "namespace: agentplatform", "belongs to another claim" },
        { "PersistentVolumeClaim/workspaces", "- ReadWriteMany", "- ReadWriteOnce", "not shared by many" },
        { "PersistentVolumeClaim/workspaces", "storageClassName: \"\"", "storageClassName: standard-rwx", "may get a new one" },
        { "ResourceQuota/sandboxes", "pods:", Gone, "has no pods" },
        { "ResourceQuota/sandboxes", "count/services: \"0\"", "count/services: \"9\"", "given a Service" },
        { "LimitRange/sandboxes", "max:", Gone, "may have more memory" },
        { "LimitRange/sandboxes", "max:\n      cpu: \"1\"", "max:\n      cpu: \"8\"", "may have more cpu" },
        { "Role/executionservice", "- jobs", "- deployments", "batch/jobs create is missing" },
        { "Role/executionservice", "- pods/exec", "- pods", "/pods create is not meant" },
        { "Role/executionservice", "- delete", "- \"*\"", "batch/jobs * is not meant" },
        { "Role/executionservice", "- sandboxclaims", "- sandboxtemplates", "sandboxtemplates create is not meant" },
        { "RoleBinding/executionservice", "namespace: agentplatform", "namespace: default", "default/executionservice is not meant" },
        { "RoleBinding/executionservice", "kind: Role\n", "kind: ClusterRole\n", "grants another role" },
        { "SandboxTemplate/tools", "networkPolicyManagement: Unmanaged", "networkPolicyManagement: Managed", "not Unmanaged" },
        { "SandboxTemplate/tools", "envVarsInjectionPolicy: Disallowed", "envVarsInjectionPolicy: Allowed", "not Disallowed" },
        { "SandboxTemplate/tools", "service: false", "service: true", "not false" },
        { "SandboxTemplate/tools", "app.kubernetes.io/name: sandbox", "app.kubernetes.io/name: tools", "no label that the network policies know" },
        { "SandboxTemplate/tools", "podTemplate:", "podTemplates:", "spec.podTemplates is not known" },
        { "SandboxTemplate/tools", "runtimeClassName: gvisor", "runtimeClass: gvisor", "must be of type pod" },
        { "SandboxTemplate/tools", "runtimeClassName: gvisor", "runtimeClassName: runc", "not gvisor" },
        { "SandboxTemplate/tools", "automountServiceAccountToken: false", "automountServiceAccountToken: true", "AutomountServiceAccountToken" },
        { "SandboxTemplate/tools", "runAsUser: 20001", "runAsUser: 0", "RunAsUser" },
        { "SandboxTemplate/tools", "runAsNonRoot: true", "runAsNonRoot: \"true\"", "must be of type pod" },
        { "SandboxTemplate/tools", "dnsPolicy: None", "dnsPolicy: ClusterFirst", "asks for names" },
        { "SandboxTemplate/tools", "readOnlyRootFilesystem: true", "readOnlyRootFilesystem: false", "ReadOnlyRootFilesystem" },
        { "SandboxTemplate/tools", "drop:", Gone, "keeps capabilities" },
        { "SandboxTemplate/tools", "sleep 3600 & wait", "sleep 3600; wait", "another process" },
        { "SandboxTemplate/tools", "sizeLimit: 1Gi", "sizeLimit: 8Gi", "before its volumes are full" },
        { "SandboxTemplate/tools", "sizeLimit: 1Gi", "medium: Memory", "has no limit" },
        { "SandboxTemplate/tools", "limits:", Gone, "no limit of memory" },
        { "SandboxTemplate/tools", "sandbox:0.1.0", "sandbox:latest", "not a fixed version" },
        { "SandboxTemplate/tools", "sandbox:0.1.0", "sandbox:0.2.0", "sandbox:0.2.0, not" },
        { "SandboxWarmPool/tools", "name: tools\n", "name: other\n", "There is no readable pool" },
        { "SandboxWarmPool/tools", "replicas: 3", "replica: 3", "spec.replica is not known" },
        { "ServiceAccount/sandbox", "automountServiceAccountToken: false", "automountServiceAccountToken: true", "AutomountServiceAccountToken" },
    };

    [Theory]
    [MemberData(nameof(Mutations))]
    public async Task A_fault_in_the_namespace_of_the_sandboxes_is_found(string document, string text, string replacement, string finding)
    {
        var (set, overlay) = (await Kubectl.RenderAsync("sandboxes"), await Kubectl.RenderAsync("overlays/gke"));

        var problems = ManifestRules.CheckSandboxes(set.With(document, MutationTests.Mutate(set.Find(document)!.Text, text, replacement)), overlay);

        Assert.Contains(problems, problem => problem.Contains(finding, StringComparison.Ordinal));
    }

    [Fact]
    public void The_permissions_are_those_that_the_service_asks_for()
    {
        var source = File.ReadAllText(Repository.File("ExecutionService", "Sandboxes", "Kubernetes", "KubernetesSandboxCheck.cs"))
            .Replace("SandboxClaim.Group", "\"extensions.agents.x-k8s.io\"", StringComparison.Ordinal).Replace("SandboxClaim.Plural", "\"sandboxclaims\"", StringComparison.Ordinal)
            .Replace("SandboxResource.Group", "\"agents.x-k8s.io\"", StringComparison.Ordinal).Replace("SandboxResource.Plural", "\"sandboxes\"", StringComparison.Ordinal);

        var asked = Permission().Matches(source).Select(match => $"{match.Groups[1].Value}/{match.Groups[2].Value}{(match.Groups[3].Success ? "/" : "")}{match.Groups[3].Value} {match.Groups[4].Value}");

        Assert.Equal(SandboxRules.Permissions.Order(StringComparer.Ordinal), asked.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void The_pods_of_jobs_the_warm_pods_and_the_image_begin_with_the_same_process()
    {
        Assert.Contains(SandboxPoolRules.FirstProcess, File.ReadAllText(Repository.File("ExecutionService", "Sandboxes", "Kubernetes", "Pods", "JobManifest.cs")), StringComparison.Ordinal);
        Assert.Contains(SandboxPoolRules.FirstProcess, File.ReadAllText(Repository.File("k8s", "sandbox-image", "Dockerfile")), StringComparison.Ordinal);
    }

    [Fact]
    public void The_service_looks_for_the_names_of_the_manifests_unless_it_is_told_others()
    {
        var options = File.ReadAllText(Repository.File("ExecutionService", "Sandboxes", "Kubernetes", "KubernetesSandboxOptions.cs"));

        Assert.Contains($"Namespace {{ get; set; }} = \"{SandboxRules.Namespace}\"", options, StringComparison.Ordinal);
        Assert.Contains($"WarmPool {{ get; set; }} = \"{SandboxPoolRules.Pool}\"", options, StringComparison.Ordinal);
        Assert.Contains("ServiceAccount { get; set; } = \"sandbox\"", options, StringComparison.Ordinal);
        Assert.Contains("VolumeClaim { get; set; } = \"workspaces\"", options, StringComparison.Ordinal);
        Assert.Contains($"UserId {{ get; set; }} = {HardeningRules.User}", options, StringComparison.Ordinal);
    }

    [Fact]
    public void The_image_is_not_roots_and_has_what_the_tools_need()
    {
        var lines = File.ReadAllLines(Repository.File("k8s", "sandbox-image", "Dockerfile"));

        Assert.Equal("USER 20001:20001", Assert.Single(lines, line => line.StartsWith("USER ", StringComparison.Ordinal)));
        var packages = Assert.Single(lines, line => line.Contains("apt-get install", StringComparison.Ordinal)).Split(' ');
        Assert.All((string[])["curl", "git", "nodejs", "npm", "python3"], package => Assert.Contains(package, packages));
    }

    [GeneratedRegex("new\\(\"([^\"]*)\", \"([^\"]+)\", (?:\"([^\"]+)\"|null), \"([a-z]+)\"\\)")]
    private static partial Regex Permission();
}
