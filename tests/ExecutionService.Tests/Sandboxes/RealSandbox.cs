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

    public RealSandbox Needed()
    {
        Need(_sandbox);
        return this;
    }

    /// <summary>Leaves the test out, and says so, where there is no bubblewrap or the kernel forbids it to everyone; where it works, the sandbox must.</summary>
    public static void Need(ISandbox sandbox)
    {
        if (!sandbox.Status.Available)
        {
            Assert.SkipUnless(sandbox is BubblewrapSandbox && PlainWorks(), $"No sandbox here: {sandbox.Status.Reason}");
            Assert.Fail(sandbox.Status.Reason!);
        }
    }

    public static SandboxCall CallIn(string workspace, params IReadOnlyList<string> arguments) => new() { ExecutionId = "run", UserId = "user", WorkspaceFolder = workspace, Arguments = arguments };

    public SandboxCall Call(params IReadOnlyList<string> arguments) => CallIn(Workspace, arguments);

    public SandboxCall Python(string code) => Call("python3", "-") with { StandardInput = code };

    public Task<SandboxResult> RunAsync(SandboxCall call) => _sandbox.RunAsync(call, TestContext.Current.CancellationToken);

    public Task<SandboxResult> RunAsync(params IReadOnlyList<string> arguments) => RunAsync(Call(arguments));

    private static bool PlainWorks()
    {
        string[] become = SandboxUser.Of("/") is { } user ? ["setpriv", "--reuid", $"{user}", "--regid", $"{user}", "--clear-groups", "--"] : ["env"];
        using var plain = Process.Start(new ProcessStartInfo(become[0], [.. become[1..], "bwrap", "--unshare-all", "--ro-bind", "/", "/", "true"]) { RedirectStandardError = true })!;
        plain.WaitForExit();
        return plain.ExitCode == 0;
    }

    public void Dispose()
    {
        (_sandbox as IDisposable)?.Dispose();
        // .NET cannot delete folders as deep as programs can make them.
        using var removing = Process.Start("rm", ["-rf", _root]);
        removing.WaitForExit();
    }
}
