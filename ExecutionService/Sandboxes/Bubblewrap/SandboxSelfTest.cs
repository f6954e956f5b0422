using ExecutionService.Sandboxes.Bubblewrap.Launching;

namespace ExecutionService.Sandboxes.Bubblewrap;

/// <summary>Tries the sandbox before anybody relies on it: that programs run, and that what must be closed is.</summary>
internal static class SandboxSelfTest
{
    private static readonly TimeSpan WallClock = TimeSpan.FromSeconds(20);

    /// <summary>Takes paths that must not exist inside; writes a line for everything that is open.</summary>
    private const string Script =
        """
        for path in "$@"; do [ ! -e "$path" ] || echo "The sandbox shows $path of this machine."; done
        grep -q '^Seccomp:.2$' /proc/self/status || echo "The sandbox has no filter of system calls."
        grep -q '^NoNewPrivs:.1$' /proc/self/status || echo "Programs in the sandbox could gain privileges."
        grep -q '^CapEff:.0*$' /proc/self/status || echo "Programs in the sandbox have capabilities."
        awk 'NR > 2 && $1 != "lo:"' /proc/net/dev | grep -q . && echo "The sandbox has a network."
        (: >/usr/bin/probe) 2>/dev/null && echo "Programs in the sandbox can change the system."
        (: >/workspace/probe) 2>/dev/null || echo "Programs in the sandbox cannot write into their workspace."
        rm -f /workspace/probe
        exit 0
        """;

    /// <summary>Null when all is well; otherwise what is wrong, for people.</summary>
    public static async Task<string?> RunAsync(BubblewrapRunner runner, PrivateFolder folder)
    {
        var workspace = Path.Combine(folder.Path, "self-test");
        try
        {
            var works = await CallAsync(runner, workspace, "true");
            if (works.End != SandboxEnd.Exited || works.ExitCode != 0)
            {
                return $"A program that does nothing could not be run in bubblewrap: {FirstLine(works)}";
            }

            var closed = await CallAsync(runner, workspace, ["/bin/sh", "-c", Script, "self-test", folder.Canary, AppContext.BaseDirectory, "/etc/shadow", "/sys", "/boot", "/var/log"]);
            return closed is { End: SandboxEnd.Exited, ExitCode: 0, StandardOutput: "" } ? null : FirstLine(closed);
        }
        catch (Exception exception) when (exception is IOException or InvalidOperationException or UnauthorizedAccessException)
        {
            return $"bubblewrap could not be started: {exception.Message}";
        }
    }

    private static Task<SandboxResult> CallAsync(BubblewrapRunner runner, string workspace, params IReadOnlyList<string> arguments) =>
        runner.RunAsync(new SandboxCall { ExecutionId = "self-test", UserId = "self-test", WorkspaceFolder = workspace, Arguments = arguments, WallClock = WallClock }, CancellationToken.None);

    private static string FirstLine(SandboxResult result) =>
        $"{result.StandardOutput}{result.StandardError}".Split('\n', StringSplitOptions.RemoveEmptyEntries).FirstOrDefault() ?? $"it ended with {result.ExitCode} ({result.End}).";
}
