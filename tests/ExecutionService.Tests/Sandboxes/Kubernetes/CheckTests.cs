using System.Net;

namespace ExecutionService.Tests.Sandboxes.Kubernetes;

/// <summary>Whether the sandbox says of itself that it works.</summary>
public sealed class CheckTests
{
    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_service_that_may_do_what_it_takes_has_a_sandbox()
    {
        await using var lab = await SandboxLab.StartAsync();

        Assert.Equal((true, "kubernetes", null), (lab.Sandbox.Status.Available, lab.Sandbox.Status.Kind, lab.Sandbox.Status.Reason));
    }

    [Theory]
    [InlineData("Job", "jobs create", "create jobs")]
    [InlineData("Job", "pods/exec create", "create pods/exec")]
    [InlineData("Job", "pods watch", "watch pods")]
    [InlineData("Claim", "sandboxclaims delete", "delete sandboxclaims")]
    [InlineData("Claim", "sandboxes get", "get sandboxes")]
    public async Task A_permission_that_is_missing_is_named(string mode, string denied, string words)
    {
        await using var lab = await SandboxLab.StartAsync(("Mode", mode));
        lab.Cluster.Denied.Add(denied);

        await lab.Check.RunOnceAsync(Cancelled);

        Assert.False(lab.Sandbox.Status.Available);
        Assert.Equal($"The cluster does not let this service {words} in the namespace agent-sandboxes.", lab.Sandbox.Status.Reason);
        Assert.Equal(lab.Sandbox.Status.Reason, await lab.FailureAsync("true"));
    }

    [Fact]
    public async Task Permissions_of_the_other_mode_are_not_asked_for()
    {
        await using var lab = await SandboxLab.StartAsync();
        lab.Cluster.Denied.Add("sandboxclaims create");

        await lab.Check.RunOnceAsync(Cancelled);

        Assert.True(lab.Sandbox.Status.Available);
    }

    [Fact]
    public async Task A_sandbox_that_was_away_is_back_after_the_next_check()
    {
        await using var lab = await SandboxLab.StartAsync();
        lab.Cluster.Fail("GET", "/version", HttpStatusCode.ServiceUnavailable, times: 5);

        await lab.Check.RunOnceAsync(Cancelled);
        var away = lab.Sandbox.Status;
        await lab.Check.RunOnceAsync(Cancelled);

        Assert.Equal((false, "The cluster's API is failing, so no sandbox can be had at the moment."), (away.Available, away.Reason));
        Assert.True(lab.Sandbox.Status.Available);
    }

    [Fact]
    public async Task A_run_that_has_a_pod_goes_on_while_others_are_refused()
    {
        await using var lab = await SandboxLab.StartAsync();
        await lab.RunAsync("true");
        lab.Cluster.Fail("GET", "/version", HttpStatusCode.ServiceUnavailable);

        await lab.Check.RunOnceAsync(Cancelled);

        Assert.Equal("on\n", (await lab.RunAsync("echo", "on")).StandardOutput);
        await Assert.ThrowsAsync<ExecutionService.Sandboxes.Kubernetes.SandboxFailedException>(() => lab.RunAsync(lab.Call("true") with { ExecutionId = "Run_2" }));
    }

    [Fact]
    public async Task Outside_of_a_cluster_there_is_no_sandbox()
    {
        Assert.SkipWhen(Environment.GetEnvironmentVariable("KUBERNETES_SERVICE_HOST") is not null, "These tests run in a cluster.");
        await using var lab = await SandboxLab.StartAsync(("Host", null!));

        Assert.Equal((false, "This service does not run in a cluster, or its pod has no token for the cluster's API."), (lab.Sandbox.Status.Available, lab.Sandbox.Status.Reason));
    }

    [Fact]
    public async Task Before_the_first_check_nothing_is_promised()
    {
        await using var lab = await SandboxLab.StartAsync();
        await using var another = await lab.AnotherAsync(check: false);

        Assert.Equal((false, "The sandbox has not been tried yet."), (another.Sandbox.Status.Available, another.Sandbox.Status.Reason));
        await another.Check.StartAsync(Cancelled);
        Assert.True(another.Sandbox.Status.Available);
        await another.Check.StopAsync(Cancelled);
    }
}
