using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Text;
using ExecutionService.Sandboxes;

namespace ExecutionService.Tests.ClaudeCode;

/// <summary>
/// As much of a sandbox as the CLI's tests need: namespaces, mounts, ports and an empty environment by bubblewrap. The platform's own
/// holds far more, and is tested elsewhere.
/// </summary>
internal sealed class PlainBubblewrap : ISandbox
{
    private const string Forward =
        """
        n=$1; shift
        while [ "$n" -gt 0 ]; do
          (socat "TCP-LISTEN:$1,bind=127.0.0.1,fork,reuseaddr" "UNIX-CONNECT:$2" </dev/null >/dev/null 2>&1 &)
          until (exec 3<>"/dev/tcp/127.0.0.1/$1") 2>/dev/null; do sleep 0.01; done
          shift 2; n=$((n - 1))
        done
        exec "$@"
        """;

    /// <summary>--die-with-parent kills a program when the thread that started it ends: this one does not.</summary>
    private static readonly BlockingCollection<Action> Starts = [];

    static PlainBubblewrap() => new Thread(() =>
    {
        foreach (var start in Starts.GetConsumingEnumerable())
        {
            start();
        }
    })
    {
        IsBackground = true,
    }.Start();

    public SandboxStatus Status { get; } = new(true, "bubblewrap", null, "none");

    public static bool IsInstalled => File.Exists("/usr/bin/bwrap") && File.Exists("/usr/bin/socat") && File.Exists("/usr/bin/setpriv");

    public async Task<SandboxResult> RunAsync(SandboxCall call, CancellationToken cancellationToken)
    {
        var clock = Stopwatch.StartNew();
        using var etc = new EtcFolder();
        using var process = await StartAsync(call, etc.Path);
        using var wall = new CancellationTokenSource(call.WallClock ?? TimeSpan.FromMinutes(2));
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, wall.Token);
        await using var kill = stop.Token.Register(() => process.Kill());
        var output = ReadAsync(process, call, cancellationToken);
        var errors = process.StandardError.ReadToEndAsync(CancellationToken.None);
        try
        {
            await process.StandardInput.WriteAsync(call.StandardInput);
            process.StandardInput.Close();
        }
        catch (IOException)
        {
            // It ended without reading.
        }

        await process.WaitForExitAsync(CancellationToken.None);
        var end = cancellationToken.IsCancellationRequested ? SandboxEnd.Cancelled : wall.IsCancellationRequested ? SandboxEnd.WallClock : SandboxEnd.Exited;
        return new SandboxResult(end, process.ExitCode, await output, await errors, false, clock.Elapsed);
    }

    public Task ReleaseAsync(string executionId, CancellationToken cancellationToken) => Task.CompletedTask;

    private static async Task<string> ReadAsync(Process process, SandboxCall call, CancellationToken cancellationToken)
    {
        var output = new StringBuilder();
        while (await process.StandardOutput.ReadLineAsync(CancellationToken.None) is { } line)
        {
            output.AppendLine(line);
            await (call.OnOutputLine?.Invoke(line, cancellationToken) ?? ValueTask.CompletedTask);
        }

        return output.ToString();
    }

    private static Task<Process> StartAsync(SandboxCall call, string etc)
    {
        var user = SandboxUser.Of(call.WorkspaceFolder)?.ToString(CultureInfo.InvariantCulture);
        string[] become = user is null ? [] : ["/usr/bin/setpriv", "--reuid", user, "--regid", user, "--clear-groups", "--no-new-privs", "--"];
        string[] command = [.. become, "/usr/bin/bwrap", .. Arguments(call, etc)];
        if (user is not null)
        {
            Process.Start("chown", [user, call.WorkspaceFolder]).WaitForExit();
        }

        var start = new ProcessStartInfo(command[0], command[1..]) { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true, StandardInputEncoding = new UTF8Encoding(false) };
        start.Environment.Clear();
        var started = new TaskCompletionSource<Process>(TaskCreationOptions.RunContinuationsAsynchronously);
        Starts.Add(() =>
        {
            try
            {
                started.SetResult(Process.Start(start)!);
            }
            catch (Exception exception)
            {
                started.SetException(exception);
            }
        });
        return started.Task;
    }

    private static IEnumerable<string> Arguments(SandboxCall call, string etc) =>
    [
        "--unshare-all", "--unshare-user", "--disable-userns", "--die-with-parent", "--new-session", "--clearenv",
        "--setenv", "PATH", "/usr/bin", "--setenv", "HOME", "/workspace", "--setenv", "LANG", "C.UTF-8", "--setenv", "TMPDIR", "/tmp", "--setenv", "USER", "agent",
        .. call.Environment.SelectMany(IEnumerable<string> (variable) => ["--setenv", variable.Key, variable.Value]),
        "--ro-bind", "/usr", "/usr", "--symlink", "usr/bin", "/bin", "--symlink", "usr/lib", "/lib", "--symlink", "usr/lib64", "/lib64", "--symlink", "usr/sbin", "/sbin",
        "--ro-bind", etc, "/etc", "--proc", "/proc", "--dev", "/dev", "--tmpfs", "/tmp", "--tmpfs", "/dev/shm",
        .. call.Ports.SelectMany(IEnumerable<string> (port) => ["--ro-bind", port.SocketPath, $"/run/sandbox/{port.Port}.sock"]),
        "--bind", call.WorkspaceFolder, "/workspace", "--chdir", "/workspace",
        .. call.Mounts.SelectMany(IEnumerable<string> (mount) => [mount.Writable ? "--bind" : "--ro-bind", mount.HostPath, mount.InsidePath]),
        "--remount-ro", "/", "--",
        "/bin/bash", "-c", Forward, "forward", $"{call.Ports.Count}", .. call.Ports.SelectMany(IEnumerable<string> (port) => [$"{port.Port}", $"/run/sandbox/{port.Port}.sock"]),
        .. call.Arguments,
    ];

    /// <summary>The few settings that programs look for.</summary>
    private sealed class EtcFolder : IDisposable
    {
        public EtcFolder()
        {
            File.WriteAllText(System.IO.Path.Combine(Path, "hosts"), "127.0.0.1 localhost\n");
            if (!OperatingSystem.IsWindows())
            {
                File.SetUnixFileMode(Path, (UnixFileMode)0b111_101_101);
            }
        }

        public string Path { get; } = Directory.CreateTempSubdirectory("etc-").FullName;

        public void Dispose() => Directory.Delete(Path, recursive: true);
    }
}
