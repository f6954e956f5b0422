using System.Diagnostics;
using ExecutionService.Sandboxes;
using ExecutionService.Sandboxes.Bubblewrap;

namespace ExecutionService.Tests.Sandboxes;

/// <summary>This machine's sandbox with a workspace, and limits that are quickly reached.</summary>
internal sealed class RealSandbox : IDisposable
{
    private readonly string _root = Directory.CreateTempSubdirectory("sandbox-").FullName;
    private readonly ISandbox _sandbox;

    public RealSandbox(TimeProvider? clock = null, Action<SandboxOptions>? configure = null)
    {
        Options = new SandboxOptions { MemoryMebibytes = 160, Processes = 64, WorkspaceMebibytes = 24, WorkspaceFiles = 400, TemporaryMebibytes = 16, SharedMemoryMebibytes = 8, OutputKibibytes = 64, WorkspaceWatchMilliseconds = 20, MemoryWatchMilliseconds = 20 };
        configure?.Invoke(Options);
        _sandbox = BubblewrapSandbox.Create(Options, clock ?? TimeProvider.System);
        Workspace = Directory.CreateDirectory(Path.Combine(_root, "workspaces", "alice", "agent")).FullName;
    }

    public SandboxOptions Options { get; }

    public ISandbox Sandbox => _sandbox;

    /// <summary>A folder that the sandbox does not see, but for the workspace in it.</summary>
    public string Root => _root;

    public string Workspace { get; }

    /// <summary>Leaves the test out where there is no bubblewrap, and says so.</summary>
    public RealSandbox Needed()
    {
        Assert.SkipUnless(_sandbox is BubblewrapSandbox, $"No sandbox here: {(_sandbox is BubblewrapSandbox ? "" : _sandbox.Status.Reason)}");
        Assert.True(_sandbox.Status.Available, _sandbox.Status.Reason);
        return this;
    }

    public static SandboxCall CallIn(string workspace, params IReadOnlyList<string> arguments) => new() { ExecutionId = "run", WorkspaceFolder = workspace, Arguments = arguments };

    public SandboxCall Call(params IReadOnlyList<string> arguments) => CallIn(Workspace, arguments);

    public SandboxCall Python(string code) => Call("python3", "-") with { StandardInput = code };

    public Task<SandboxResult> RunAsync(SandboxCall call) => _sandbox.RunAsync(call, TestContext.Current.CancellationToken);

    public Task<SandboxResult> RunAsync(params IReadOnlyList<string> arguments) => RunAsync(Call(arguments));

    public void Dispose()
    {
        (_sandbox as IDisposable)?.Dispose();
        // .NET cannot delete folders as deep as programs can make them.
        using var removing = Process.Start("rm", ["-rf", _root]);
        removing.WaitForExit();
    }
}
