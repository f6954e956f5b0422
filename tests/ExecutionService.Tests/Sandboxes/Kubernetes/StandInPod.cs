using System.Diagnostics;
using k8s.Models;

namespace ExecutionService.Tests.Sandboxes.Kubernetes;

/// <summary>
/// The processes of a pod, as real ones with a process number space, mounts and a root of their own: what is killed in it can
/// be nothing outside. Executions join it from outside, and go on when whoever asked for them is gone, as in a cluster.
/// </summary>
internal sealed class StandInPod : IAsyncDisposable
{
    private const string Setup =
        """
        set -e
        root=$1; work=$2; shift 2
        mount -t tmpfs tmpfs "$root"
        for folder in usr bin sbin lib lib64 etc; do
          if [ -L "/$folder" ]; then ln -s "$(readlink "/$folder")" "$root/$folder"; elif [ -d "/$folder" ]; then mkdir "$root/$folder"; mount --rbind "/$folder" "$root/$folder"; fi
        done
        mkdir "$root/dev" "$root/proc" "$root/tmp" "$root/workspace"
        mount --rbind /dev "$root/dev"
        mount -t proc proc "$root/proc"
        mount --bind "$work" "$root/workspace"
        exec chroot "$root" /bin/sh -c 'echo ready; exec "$@"' pod "$@"
        """;

    private static readonly Lazy<string?> Missing = new(Try);

    private readonly Process _process;
    private readonly string _folder;

    private StandInPod(Process process, string folder, V1Pod resource, int first) => (_process, _folder, Resource, First) = (process, folder, resource, first);

    /// <summary>Why there can be no such pods here; null when there can.</summary>
    public static string? Unavailable => Missing.Value;

    public V1Pod Resource { get; set; }

    public string Name => Resource.Metadata.Name;

    /// <summary>Process number of the pod's first process, seen from outside.</summary>
    private int First { get; }

    /// <param name="resource">The pod.</param>
    /// <param name="command">Its first process.</param>
    /// <param name="work">The folder that it sees as <c>/workspace</c>; one of its own when null.</param>
    public static async Task<StandInPod> StartAsync(V1Pod resource, IEnumerable<string> command, string? work)
    {
        var folder = Directory.CreateTempSubdirectory("pod-").FullName;
        var root = Directory.CreateDirectory(Path.Combine(folder, "root")).FullName;
        var own = Directory.CreateDirectory(Path.Combine(folder, "work")).FullName;
        var process = Process.Start(new ProcessStartInfo("unshare", ["--user", "--map-root-user", "--mount", "--pid", "--fork", "--kill-child", "/bin/sh", "-c", Setup, "setup", root, work ?? own, .. command]) { RedirectStandardError = true, RedirectStandardOutput = true, WorkingDirectory = "/" })!;
        Assert.Equal("ready", await process.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken));
        var first = int.Parse((await File.ReadAllTextAsync($"/proc/{process.Id}/task/{process.Id}/children", TestContext.Current.CancellationToken)).Trim(), System.Globalization.CultureInfo.InvariantCulture);
        return new StandInPod(process, folder, resource, first);
    }

    /// <summary>Starts a program in the pod.</summary>
    public Process Execute(IEnumerable<string> command) => Process.Start(
        new ProcessStartInfo("nsenter", ["--target", First.ToString(System.Globalization.CultureInfo.InvariantCulture), "--user", "--mount", "--pid", "--root", "--preserve-credentials", "--", "env", "--chdir=/workspace", .. command])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = "/",
        })!;

    /// <summary>The command lines of what runs in the pod.</summary>
    public async Task<IReadOnlyList<string>> ProcessesAsync()
    {
        using var process = Execute(["/bin/sh", "-c", "for one in /proc/[0-9]*; do tr '\\0' ' ' < $one/cmdline; echo; done"]);
        var output = await process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        return output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
    }

    /// <summary>Ends everything in the pod at once.</summary>
    public void Kill()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
            _process.WaitForExit();
        }
    }

    public ValueTask DisposeAsync()
    {
        Kill();
        _process.Dispose();
        Directory.Delete(_folder, recursive: true);
        return ValueTask.CompletedTask;
    }

    private static string? Try()
    {
        try
        {
            using var process = Process.Start(new ProcessStartInfo("unshare", ["--user", "--map-root-user", "--mount", "--pid", "--fork", "--kill-child", "/bin/sh", "-c", "mount -t tmpfs tmpfs /mnt && command -v nsenter tar timeout head find"]) { RedirectStandardError = true, RedirectStandardOutput = true })!;
            process.StandardOutput.ReadToEnd();
            var errors = process.StandardError.ReadToEnd();
            process.WaitForExit();
            return process.ExitCode == 0 ? null : $"Namespaces cannot be made here, so that there are no stand-in pods: {errors}";
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return "There is no unshare (util-linux), so that there are no stand-in pods.";
        }
    }
}
