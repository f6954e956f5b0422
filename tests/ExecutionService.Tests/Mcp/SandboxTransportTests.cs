using AgentPlatform.Contracts.Agents;
using ExecutionService.Sandboxes;

namespace ExecutionService.Tests.Mcp;

public sealed class SandboxTransportTests
{
    private static readonly McpServer Local = new() { Name = "local", Command = "npx", Arguments = ["-y", "server", "한글 and 'quotes'"] };

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_program_in_the_sandbox_is_a_server_like_any_other()
    {
        var sandbox = new SandboxedServer();
        await using (var run = await McpRun.OpenAsync([Local], sandbox: sandbox))
        {
            Assert.Equal(McpTestCalls.Tools.Select(tool => $"local__{tool.Name}"), run.Names);
            Assert.Equal("42", await run.CallAsync("local__add", new { a = 40, b = 2 }));
            Assert.Equal("There is no such city.", await run.FailAsync("local__fail"));
            Assert.Equal(new string('x', 65_536) + "… (100000 characters)", await run.CallAsync("local__huge"));
        }

        Assert.True(await sandbox.Ended.Task.WaitAsync(ExecutionApp.Patience, Cancelled));
        Assert.Equal(["npx", "-y", "server", "한글 and 'quotes'"], sandbox.Call!.Arguments);
        Assert.Equal(("run", "/egress", TimeSpan.FromSeconds(600)), (sandbox.Call.ExecutionId, sandbox.Call.Egress?.SocketPath, sandbox.Call.WallClock));
        Assert.EndsWith("user/test-run", sandbox.Call.WorkspaceFolder, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Lines_that_are_no_protocol_are_passed_over()
    {
        await using var run = await McpRun.OpenAsync([Local], sandbox: new SandboxedServer { Greeting = "Server listening…" });

        Assert.Equal("3", await run.CallAsync("local__add", new { a = 1, b = 2 }));
    }

    [Fact]
    public async Task Cancelling_a_call_tells_the_program()
    {
        var sandbox = new SandboxedServer();
        await using var run = await McpRun.OpenAsync([Local], sandbox: sandbox);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Cancelled);

        var call = run.CallAsync("local__slow", null, stop.Token);
        await sandbox.Calls.Began.Task.WaitAsync(ExecutionApp.Patience, Cancelled);
        await stop.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => call.WaitAsync(ExecutionApp.Patience, Cancelled));
        await sandbox.Calls.Cancelled.Task.WaitAsync(ExecutionApp.Patience, Cancelled);
        Assert.Equal("3", await run.CallAsync("local__add", new { a = 1, b = 2 }));
    }

    [Fact]
    public async Task A_program_that_dies_fails_the_calls_that_wait_and_those_that_come()
    {
        var sandbox = new SandboxedServer();
        await using var run = await McpRun.OpenAsync([Local], sandbox: sandbox);

        var call = run.FailAsync("local__slow");
        await sandbox.Calls.Began.Task.WaitAsync(ExecutionApp.Patience, Cancelled);
        await sandbox.Kill.CancelAsync();

        Assert.Equal("The MCP server 'local' could not be asked: its program ended (exit code 137): out of luck.", await call.WaitAsync(ExecutionApp.Patience, Cancelled));
        Assert.Contains("its program ended", await run.FailAsync("local__add", new { a = 1, b = 2 }), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_program_that_does_not_end_by_itself_is_ended()
    {
        var sandbox = new SandboxedServer { Stubborn = true };
        var run = await McpRun.OpenAsync([Local], sandbox: sandbox);

        var closing = run.DisposeAsync().AsTask();
        while (!closing.IsCompleted)
        {
            run.Clock.Advance(TimeSpan.FromSeconds(2));
            await Task.Yield();
        }

        await closing;
        Assert.False(await sandbox.Ended.Task.WaitAsync(ExecutionApp.Patience, Cancelled));
    }

    [Fact]
    public async Task A_program_that_is_not_there_says_so()
    {
        var sandbox = new SandboxedServer { AtOnce = new SandboxResult(SandboxEnd.Exited, 127, "", "bwrap: execvp npx: No such file or directory\n", false, TimeSpan.Zero) };

        // Once in a few hundred times the client asks after the session has ended, and nobody answers it.
        for (var attempt = 0; attempt < 1000; attempt++)
        {
            await using var run = await McpRun.OpenAsync([Local], sandbox: sandbox).WaitAsync(ExecutionApp.Patience, Cancelled);

            Assert.Equal("The MCP server 'local' cannot be used: its program ended (exit code 127): bwrap: execvp npx: No such file or directory.", run.Unavailable["local__*"]);
        }
    }

    [Fact]
    public async Task Without_a_sandbox_no_program_is_started()
    {
        var sandbox = new SandboxedServer { Status = new SandboxStatus(false, "none", "bubblewrap is not installed.") };
        await using var run = await McpRun.OpenAsync([Local], sandbox: sandbox);

        Assert.Equal("The MCP server 'local' cannot be used: programs cannot be run here: bubblewrap is not installed.", run.Unavailable["local__*"]);
        Assert.Null(sandbox.Call);
    }
}
