using System.Net;
using ExecutionService.Sandboxes.Kubernetes;
using ExecutionService.Sandboxes.Kubernetes.Pods;
using k8s.Models;

namespace ExecutionService.Tests.Sandboxes.Kubernetes;

/// <summary>What can go wrong before a program runs, and what is said of it.</summary>
public sealed class StartTests
{
    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(403, "jobs is forbidden: User cannot create", "The cluster does not let this service create a Job.")]
    [InlineData(403, "jobs is forbidden: exceeded quota: sandboxes", "All sandboxes are in use: the quota of the cluster is spent. Try again later.")]
    [InlineData(403, "violates PodSecurity restricted", "The cluster refuses the sandbox: its pod is not hardened as the namespace demands.")]
    [InlineData(404, "", "The cluster could not create a Job: it lacks the namespace or the kind of resource.")]
    [InlineData(422, "Job is invalid", "The cluster refuses to create a Job.")]
    [InlineData(429, "too many requests", "The cluster's API is busy, so no sandbox can be had at the moment.")]
    [InlineData(500, "etcd", "The cluster's API is failing, so no sandbox can be had at the moment.")]
    public async Task A_refusal_is_told_in_plain_words_and_not_in_the_clusters(int status, string message, string words)
    {
        await using var lab = await SandboxLab.StartAsync();
        lab.Cluster.Fail("POST", "/jobs", (HttpStatusCode)status, message);

        Assert.Equal(words, await lab.FailureAsync("true"));
    }

    [Theory]
    [InlineData(429)]
    [InlineData(500)]
    [InlineData(503)]
    public async Task A_cluster_that_is_busy_or_failing_for_a_moment_is_asked_again(int status)
    {
        await using var lab = await SandboxLab.StartAsync();
        lab.Cluster.Fail("POST", "/jobs", (HttpStatusCode)status, times: 3);
        lab.Cluster.Fail("GET", "/exec", (HttpStatusCode)status, times: 3);

        Assert.Equal("hello\n", (await lab.RunAsync("echo", "hello")).StandardOutput);
    }

    [Fact]
    public async Task A_refusal_is_not_asked_again()
    {
        await using var lab = await SandboxLab.StartAsync();
        lab.Cluster.Fail("POST", "/jobs", HttpStatusCode.Forbidden);

        await lab.FailureAsync("true");

        Assert.Single(lab.Cluster.Requests, request => request.StartsWith("POST ", StringComparison.Ordinal) && request.Contains("/jobs", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_job_that_has_failed_or_is_being_deleted_is_not_taken_over()
    {
        await using var lab = await SandboxLab.StartAsync();
        lab.Cluster.Jobs[RunNames.Of("Run_1", 0)] = new V1Job { Metadata = new V1ObjectMeta { DeletionTimestamp = ExecutionApp.Start.UtcDateTime } };
        lab.Cluster.Jobs[RunNames.Of("Run_1", 1)] = new V1Job { Metadata = new V1ObjectMeta(), Status = new V1JobStatus { Conditions = [new V1JobCondition { Type = "Failed", Status = "True" }] } };

        Assert.Equal("hello\n", (await lab.RunAsync("echo", "hello")).StandardOutput);
        Assert.True(lab.Cluster.Jobs.ContainsKey(RunNames.Of("Run_1", 2)));
    }

    [Fact]
    public async Task An_image_that_cannot_be_pulled_is_told_at_once_and_the_job_is_deleted()
    {
        await using var lab = await SandboxLab.StartAsync(("Image", "nowhere.example/tools:9"));
        lab.Cluster.OnPod = pod => { Say(lab, pod, "ImagePullBackOff"); return Task.CompletedTask; };

        Assert.Equal("The image of the sandbox cannot be pulled (ImagePullBackOff): nowhere.example/tools:9.", await lab.FailureAsync("true"));
        Assert.Empty(lab.Cluster.Jobs);
    }

    [Fact]
    public async Task A_container_that_cannot_be_made_is_told_at_once()
    {
        await using var lab = await SandboxLab.StartAsync();
        lab.Cluster.OnPod = pod => { Say(lab, pod, "CreateContainerConfigError"); return Task.CompletedTask; };

        Assert.Equal("The container of the sandbox cannot be started (CreateContainerConfigError).", await lab.FailureAsync("true"));
    }

    [Fact]
    public async Task A_pod_that_finds_no_node_is_waited_for_and_then_told_so()
    {
        await using var lab = await SandboxLab.StartAsync();
        lab.Cluster.OnPod = pod =>
        {
            lab.Cluster.Pods.Change(pod, status => status.Conditions = [new V1PodCondition { Type = "PodScheduled", Status = "False", Reason = "Unschedulable" }]);
            return Task.CompletedTask;
        };
        var watched = lab.Cluster.Pods.NextWatchAsync();
        var failing = lab.FailureAsync("true");
        await watched.WaitAsync(ExecutionApp.Patience, Cancelled);

        lab.Clock.Advance(TimeSpan.FromSeconds(120));

        Assert.Equal("The sandbox was not ready within 120 s: no node has room for it (Unschedulable).", await failing.WaitAsync(ExecutionApp.Patience, Cancelled));
        Assert.Empty(lab.Cluster.Jobs);
    }

    [Fact]
    public async Task A_pod_that_becomes_ready_later_is_seen_by_the_watch()
    {
        await using var lab = await SandboxLab.StartAsync();
        V1Pod? made = null;
        lab.Cluster.OnPod = pod => { made = pod; return Task.CompletedTask; };
        var watched = lab.Cluster.Pods.NextWatchAsync();
        var call = lab.RunAsync("echo", "hello");
        await watched.WaitAsync(ExecutionApp.Patience, Cancelled);

        Say(lab, made!, "ContainerCreating");
        await lab.Cluster.RunAsync(made!);

        Assert.Equal("hello\n", (await call.WaitAsync(ExecutionApp.Patience, Cancelled)).StandardOutput);
    }

    [Fact]
    public async Task A_watch_that_breaks_is_followed_by_another_look()
    {
        await using var lab = await SandboxLab.StartAsync();
        V1Pod? made = null;
        lab.Cluster.OnPod = pod => { made = pod; return Task.CompletedTask; };
        var first = lab.Cluster.Pods.NextWatchAsync();
        var call = lab.RunAsync("echo", "hello");
        await first.WaitAsync(ExecutionApp.Patience, Cancelled);

        var second = lab.Cluster.Pods.NextWatchAsync();
        lab.Cluster.Pods.BreakWatches();
        await second.WaitAsync(ExecutionApp.Patience, Cancelled);
        await lab.Cluster.RunAsync(made!);

        Assert.Equal("hello\n", (await call.WaitAsync(ExecutionApp.Patience, Cancelled)).StandardOutput);
    }

    [Fact]
    public async Task A_run_that_is_cancelled_while_its_pod_starts_is_released_with_it()
    {
        await using var lab = await SandboxLab.StartAsync();
        lab.Cluster.OnPod = _ => Task.CompletedTask;
        var watched = lab.Cluster.Pods.NextWatchAsync();
        using var cancel = new CancellationTokenSource();
        var call = lab.Sandbox.RunAsync(lab.Call("true"), cancel.Token);
        await watched.WaitAsync(ExecutionApp.Patience, Cancelled);

        await cancel.CancelAsync();
        var result = await call.WaitAsync(ExecutionApp.Patience, Cancelled);
        await lab.Sandbox.ReleaseAsync("Run_1", Cancelled);

        Assert.Equal(ExecutionService.Sandboxes.SandboxEnd.Cancelled, result.End);
        Assert.Empty(lab.Cluster.Jobs);
    }

    [Fact]
    public async Task A_workspace_that_is_not_on_the_volume_is_refused()
    {
        await using var lab = await SandboxLab.StartAsync();

        var failure = await Assert.ThrowsAsync<SandboxFailedException>(() => lab.RunAsync(lab.Call("true") with { WorkspaceFolder = "/etc" }));

        Assert.Equal("The workspace is not on the volume that sandboxes share with this service.", failure.Message);
        Assert.Empty(lab.Cluster.Jobs);
    }

    private static void Say(SandboxLab lab, V1Pod pod, string reason) => lab.Cluster.Pods.Change(pod, status => status.ContainerStatuses =
        [new V1ContainerStatus { Name = "tool", Image = pod.Spec.Containers[0].Image, ImageID = "", Ready = false, RestartCount = 0, State = new V1ContainerState { Waiting = new V1ContainerStateWaiting { Reason = reason } } }]);
}
