using AgentPlatform.Contracts.Agents;
using ExecutionService.Sandboxes;
using ExecutionService.Tests.Tools.Web;
using ExecutionService.Tools;
using ExecutionService.Tools.Code;
using ExecutionService.Workspaces;

namespace ExecutionService.Tests.Tools;

public sealed class CodeCallsTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("code-calls-");

    [Fact]
    public async Task All_calls_of_a_run_share_the_seconds_that_a_run_may_take()
    {
        var sandbox = new Slow(TimeSpan.FromSeconds(20));
        var context = new ToolContext(FetchBench.Execution(new AgentRuntime(), [ToolNames.RunShell]), new Workspace(Path.Combine(_folder.FullName, "user", "agent"), new WorkspaceOptions()), _ => Task.FromResult<SandboxEgress?>(null));
        var calls = new CodeCalls(sandbox, new SandboxOptions { WallClockSeconds = 25, RunSeconds = 30 }, context);

        await calls.RunShellAsync("true", 0, TestContext.Current.CancellationToken);
        await calls.RunShellAsync("true", 0, TestContext.Current.CancellationToken);
        var refusal = await Assert.ThrowsAsync<ToolException>(() => calls.RunShellAsync("true", 0, TestContext.Current.CancellationToken));

        Assert.Equal([TimeSpan.FromSeconds(25), TimeSpan.FromSeconds(10)], sandbox.WallClocks);
        Assert.Contains("30 seconds", refusal.Message, StringComparison.Ordinal);
    }

    public void Dispose() => _folder.Delete(recursive: true);

    private sealed class Slow(TimeSpan elapsed) : ISandbox
    {
        public List<TimeSpan?> WallClocks { get; } = [];

        public SandboxStatus Status { get; } = new(true, "test");

        public Task<SandboxResult> RunAsync(SandboxCall call, CancellationToken cancellationToken)
        {
            WallClocks.Add(call.WallClock);
            return Task.FromResult(new SandboxResult(SandboxEnd.Exited, 0, "", "", false, elapsed));
        }

        public Task ReleaseAsync(string executionId, CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
