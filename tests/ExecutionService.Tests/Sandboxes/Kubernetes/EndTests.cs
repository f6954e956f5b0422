using System.Net;
using ExecutionService.Sandboxes;
using ExecutionService.Sandboxes.Kubernetes;

namespace ExecutionService.Tests.Sandboxes.Kubernetes;

/// <summary>Calls that are ended: by their limits, by the run, by the cluster.</summary>
public sealed class EndTests
{
    /// <summary>Hides from its parent, ignores signals, and goes on for ever.</summary>
    private const string Stubborn = "trap '' TERM INT HUP; (setsid sh -c 'trap \"\" TERM; while :; do sleep 6666; done' &); echo up; while :; do sleep 5555; done";

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_call_whose_time_is_up_is_killed_with_all_that_it_started()
    {
        await using var lab = await SandboxLab.StartAsync();
        var call = await lab.StartCallAsync(lab.Call("sh", "-c", Stubborn), Cancelled);

        lab.Clock.Advance(TimeSpan.FromSeconds(119));
        Assert.False(call.IsCompleted);
        lab.Clock.Advance(TimeSpan.FromSeconds(1));
        var result = await call.WaitAsync(ExecutionApp.Patience, Cancelled);

        Assert.Equal((SandboxEnd.WallClock, 137, "up\n"), (result.End, result.ExitCode, result.StandardOutput));
        Assert.Equal(TimeSpan.FromSeconds(120), result.Elapsed);
        await AssertNothingRunsAsync(lab);
        Assert.Equal("again\n", (await lab.RunAsync("echo", "again")).StandardOutput);
        Assert.Single(lab.Cluster.Jobs);
    }

    [Fact]
    public async Task A_call_may_have_less_time()
    {
        await using var lab = await SandboxLab.StartAsync();
        var call = await lab.StartCallAsync(lab.Call("sh", "-c", Stubborn) with { WallClock = TimeSpan.FromSeconds(3) }, Cancelled);

        lab.Clock.Advance(TimeSpan.FromSeconds(3));

        Assert.Equal(SandboxEnd.WallClock, (await call.WaitAsync(ExecutionApp.Patience, Cancelled)).End);
    }

    [Fact]
    public async Task A_cancelled_call_is_killed_with_all_that_it_started()
    {
        await using var lab = await SandboxLab.StartAsync();
        using var cancel = new CancellationTokenSource();
        var call = await lab.StartCallAsync(lab.Call("sh", "-c", Stubborn), cancel.Token);
        var waiting = lab.Sandbox.RunAsync(lab.Call("echo", "never"), cancel.Token);

        await cancel.CancelAsync();

        Assert.Equal(SandboxEnd.Cancelled, (await call.WaitAsync(ExecutionApp.Patience, Cancelled)).End);
        Assert.Equal((SandboxEnd.Cancelled, ""), await waiting.WaitAsync(ExecutionApp.Patience, Cancelled) is var never ? (never.End, never.StandardOutput) : default);
        await AssertNothingRunsAsync(lab);
    }

    [Fact]
    public async Task A_flood_of_output_ends_the_call_and_its_beginning_is_kept()
    {
        await using var lab = await SandboxLab.StartAsync();

        var result = await lab.RunAsync(lab.Call("sh", "-c", "while :; do echo 0123456789; done") with { OutputBytes = 1024 });

        Assert.Equal((SandboxEnd.OutputLimit, true, 1024), (result.End, result.Truncated, result.StandardOutput.Length));
        Assert.StartsWith("0123456789\n0123456789\n", result.StandardOutput, StringComparison.Ordinal);
        await AssertNothingRunsAsync(lab);
    }

    [Fact]
    public async Task Both_outputs_together_have_the_limit_and_output_up_to_it_is_no_flood()
    {
        await using var lab = await SandboxLab.StartAsync();

        var full = await lab.RunAsync(lab.Call("sh", "-c", "head -c 500 /dev/zero; head -c 500 /dev/zero >&2") with { OutputBytes = 1000 });
        var over = await lab.RunAsync(lab.Call("sh", "-c", "head -c 500 /dev/zero; head -c 501 /dev/zero >&2") with { OutputBytes = 1000 });

        Assert.Equal((SandboxEnd.Exited, false), (full.End, full.Truncated));
        Assert.Equal((SandboxEnd.OutputLimit, true, 1000), (over.End, over.Truncated, over.StandardOutput.Length + over.StandardError.Length));
    }

    [Fact]
    public async Task A_program_that_cannot_be_killed_goes_with_its_pod()
    {
        await using var lab = await SandboxLab.StartAsync();
        using var cancel = new CancellationTokenSource();
        var call = await lab.StartCallAsync(lab.Call("sh", "-c", Stubborn), cancel.Token);
        lab.Cluster.Fail("GET", "/exec", HttpStatusCode.InternalServerError, times: 5);

        await cancel.CancelAsync();

        Assert.Equal(SandboxEnd.Cancelled, (await call.WaitAsync(ExecutionApp.Patience, Cancelled)).End);
        Assert.Empty(lab.Cluster.Jobs);
        Assert.Equal("again\n", (await lab.RunAsync("echo", "again")).StandardOutput);
    }

    [Fact]
    public async Task A_released_run_has_its_job_and_pod_deleted_in_the_background()
    {
        await using var lab = await SandboxLab.StartAsync();
        await lab.RunAsync("true");

        await lab.Sandbox.ReleaseAsync("Run_1", Cancelled);
        await lab.Sandbox.ReleaseAsync("Run_1", Cancelled);
        await lab.Sandbox.ReleaseAsync("never had one", Cancelled);

        var deletion = Assert.Single(lab.Cluster.Requests, request => request.StartsWith("DELETE ", StringComparison.Ordinal));
        Assert.Contains("/jobs/run-", deletion, StringComparison.Ordinal);
        Assert.Contains("propagationPolicy=Background", deletion, StringComparison.Ordinal);
        Assert.Empty(lab.Cluster.Jobs);
    }

    [Fact]
    public async Task A_release_that_the_cluster_refuses_does_not_fail_the_run()
    {
        await using var lab = await SandboxLab.StartAsync();
        await lab.RunAsync("true");
        lab.Cluster.Fail("DELETE", "/jobs/", HttpStatusCode.Forbidden);

        await lab.Sandbox.ReleaseAsync("Run_1", Cancelled);

        // It goes at its deadline.
        Assert.Equal(1800, Assert.Single(lab.Cluster.Jobs).Value.Spec.ActiveDeadlineSeconds);
    }

    [Fact]
    public async Task A_pod_that_is_evicted_in_the_middle_fails_the_call_in_plain_words_and_the_next_call_has_another()
    {
        await using var lab = await SandboxLab.StartAsync();
        var call = await lab.StartCallAsync(lab.Call("sh", "-c", Stubborn), Cancelled);

        lab.Cluster.End(lab.Cluster.OnlyPod.Name, "Evicted", "Error");
        var failure = await Assert.ThrowsAsync<SandboxFailedException>(() => call.WaitAsync(ExecutionApp.Patience, Cancelled));

        Assert.Equal("The sandbox was lost while the program ran: its pod was evicted from its node. What the program had done by then is done.", failure.Message);
        Assert.Equal("again\n", (await lab.RunAsync("echo", "again")).StandardOutput);
        Assert.EndsWith("-1", Assert.Single(lab.Cluster.Jobs).Key, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_pod_that_is_out_of_memory_is_told_as_that_limit()
    {
        await using var lab = await SandboxLab.StartAsync();
        var call = await lab.StartCallAsync(lab.Call("sh", "-c", Stubborn), Cancelled);

        lab.Cluster.End(lab.Cluster.OnlyPod.Name, null, "OOMKilled");
        var result = await call.WaitAsync(ExecutionApp.Patience, Cancelled);

        Assert.Equal((SandboxEnd.MemoryLimit, 137, "up\n"), (result.End, result.ExitCode, result.StandardOutput));
        Assert.Empty(lab.Cluster.Jobs);
    }

    [Fact]
    public async Task A_socket_that_breaks_loses_the_sandbox_with_what_still_runs_in_it()
    {
        await using var lab = await SandboxLab.StartAsync();
        var call = await lab.StartCallAsync(lab.Call("sh", "-c", Stubborn), Cancelled);

        lab.Cluster.BreakSockets();
        var failure = await Assert.ThrowsAsync<SandboxFailedException>(() => call.WaitAsync(ExecutionApp.Patience, Cancelled));

        Assert.Contains("the connection to it broke", failure.Message, StringComparison.Ordinal);
        Assert.Empty(lab.Cluster.Jobs);
    }

    [Fact]
    public async Task A_pod_that_has_gone_between_two_calls_is_replaced_unseen()
    {
        await using var lab = await SandboxLab.StartAsync();
        await lab.RunAsync("sh", "-c", "echo kept > note");
        lab.Cluster.End(lab.Cluster.OnlyPod.Name, "DeadlineExceeded", "Error");
        // Gone from the node: executions are refused.
        lab.Cluster.Fail("GET", $"/pods/{lab.Cluster.OnlyPod.Name}/exec", HttpStatusCode.NotFound);

        var result = await lab.RunAsync("cat", "note");

        Assert.Equal("kept\n", result.StandardOutput);
        Assert.EndsWith("-1", Assert.Single(lab.Cluster.Jobs).Key, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_process_that_takes_a_run_over_finds_its_pod_and_ends_what_the_first_left_running()
    {
        await using var lab = await SandboxLab.StartAsync();
        var left = await lab.StartCallAsync(lab.Call("sh", "-c", Stubborn), Cancelled);
        await using var another = await lab.AnotherAsync();

        var result = await another.RunAsync("echo", "mine");

        Assert.Equal("mine\n", result.StandardOutput);
        Assert.Single(lab.Cluster.Jobs);
        Assert.Equal(137, (await left.WaitAsync(ExecutionApp.Patience, Cancelled)).ExitCode);
        await AssertNothingRunsAsync(lab);
    }

    /// <summary>Nothing but the first process, the <c>sleep</c> that it waits for, and the look itself.</summary>
    private static async Task AssertNothingRunsAsync(SandboxLab lab) =>
        Assert.DoesNotContain(await lab.Cluster.OnlyPod.ProcessesAsync(), process => process.Contains("5555", StringComparison.Ordinal) || process.Contains("6666", StringComparison.Ordinal) || process.Contains("0123456789", StringComparison.Ordinal));
}
