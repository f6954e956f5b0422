using ExecutionService.Sandboxes.Kubernetes;
using ExecutionService.Sandboxes.Kubernetes.Pods;
using k8s.Models;

namespace ExecutionService.Tests.Sandboxes.Kubernetes;

/// <summary>The Job of a run, without a cluster.</summary>
public sealed class JobManifestTests
{
    private static readonly KubernetesSandboxOptions Options = new();

    private static V1Job Job(KubernetesSandboxOptions? options = null) => JobManifest.Of("run-1", "Run_1", "user/agent", options ?? Options);

    private static V1PodSpec Pod(KubernetesSandboxOptions? options = null) => Job(options).Spec.Template.Spec;

    [Fact]
    public void A_job_runs_once_and_ends_by_itself()
    {
        var job = Job();

        Assert.Equal((0, 1800L, 60, "Never"), (job.Spec.BackoffLimit, job.Spec.ActiveDeadlineSeconds, job.Spec.TtlSecondsAfterFinished, job.Spec.Template.Spec.RestartPolicy));
        Assert.Equal("Run_1", job.Metadata.Annotations["agentplatform/execution"]);
        Assert.Equal("sandbox", job.Spec.Template.Metadata.Labels["app.kubernetes.io/name"]);
    }

    [Fact]
    public void A_pod_has_a_kernel_of_its_own_and_no_way_to_the_cluster_or_to_names()
    {
        var pod = Pod();

        Assert.Equal("gvisor", pod.RuntimeClassName);
        Assert.Equal(("sandbox", false, false), (pod.ServiceAccountName, pod.AutomountServiceAccountToken, pod.EnableServiceLinks));
        Assert.Equal(("None", "127.0.0.1"), (pod.DnsPolicy, Assert.Single(pod.DnsConfig.Nameservers)));
        Assert.Equal((null, null, null), (pod.HostNetwork, pod.HostPID, pod.HostIPC));
        Assert.All(pod.Volumes, volume => Assert.Null(volume.HostPath));
    }

    [Fact]
    public void A_container_is_hardened_as_the_level_restricted_demands_and_more()
    {
        var pod = Pod();
        var security = Assert.Single(pod.Containers).SecurityContext;

        Assert.Equal((true, 1654L, 1654L, "RuntimeDefault"), (pod.SecurityContext.RunAsNonRoot, pod.SecurityContext.RunAsUser, pod.SecurityContext.RunAsGroup, pod.SecurityContext.SeccompProfile.Type));
        Assert.Equal((false, false, true), (security.AllowPrivilegeEscalation, security.Privileged, security.ReadOnlyRootFilesystem));
        Assert.Equal(["ALL"], security.Capabilities.Drop);
        Assert.Null(security.Capabilities.Add);
    }

    [Fact]
    public void A_container_has_what_the_options_say_and_no_more()
    {
        var resources = Pod(new KubernetesSandboxOptions { CpuMillicores = 500, MemoryMebibytes = 2048, ScratchMebibytes = 128 }).Containers[0].Resources;

        Assert.Equal(["cpu 0.5", "ephemeral-storage 134217728", "memory 2147483648"], Said(resources.Limits));
        Assert.Equal(Said(resources.Limits), Said(resources.Requests));
    }

    [Fact]
    public void A_container_sees_its_own_workspace_only()
    {
        var pod = Pod();

        var mount = Assert.Single(pod.Containers[0].VolumeMounts, mount => mount.MountPath == "/workspace");
        Assert.Equal("user/agent", mount.SubPath);
        Assert.Equal("workspaces", Assert.Single(pod.Volumes, volume => volume.Name == mount.Name).PersistentVolumeClaim.ClaimName);
        var tmp = Assert.Single(pod.Volumes, volume => volume.EmptyDir is not null).EmptyDir.SizeLimit;
        Assert.True(tmp.ToDecimal() <= pod.Containers[0].Resources.Limits["ephemeral-storage"].ToDecimal());
    }

    [Fact]
    public void A_name_follows_from_the_run_and_is_one_that_a_cluster_takes()
    {
        string[] ids = ["Run_1", "run_1", new string('Z', 64), "_-"];

        Assert.All(ids, id => Assert.Matches("^run-[0-9a-f]{24}-7$", RunNames.Of(id, 7)));
        Assert.Equal(ids.Length, ids.Select(id => RunNames.Of(id, 0)).Distinct().Count());
        Assert.Equal(RunNames.Of("Run_1", 0), RunNames.Of("Run_1", 0));
    }

    private static IEnumerable<string> Said(IDictionary<string, ResourceQuantity> resources) =>
        resources.OrderBy(resource => resource.Key, StringComparer.Ordinal).Select(resource => $"{resource.Key} {resource.Value.ToDecimal().ToString("0.###", System.Globalization.CultureInfo.InvariantCulture)}");
}
