using System.Globalization;
using ExecutionService.Sandboxes.Bubblewrap.Calls;

namespace ExecutionService.Sandboxes.Bubblewrap.Launching;

/// <summary>A folder of this process for what its sandboxes are made with: their <c>/etc</c>, the filter of system calls, and places to put things where the sandbox's user can reach them.</summary>
internal sealed class PrivateFolder : IDisposable
{
    private const UnixFileMode Searchable = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute;
    private const UnixFileMode ReadableFolder = Searchable | UnixFileMode.GroupRead | UnixFileMode.OtherRead;
    private const UnixFileMode ReadableFile = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.OtherRead;

    private long _calls;

    private PrivateFolder(string path) => Path = path;

    public string Path { get; }

    /// <summary>What is <c>/etc</c> inside.</summary>
    public string Etc => System.IO.Path.Combine(Path, "etc");

    /// <summary>A file that no sandbox may see, for trying that none does.</summary>
    public string Canary => System.IO.Path.Combine(Path, "canary");

    /// <summary>
    /// Below <c>/run</c> for root, whose sandboxes have users of their own; elsewhere what nobody else may look into is enough. Where the
    /// folders have a fixed parent, those of processes that have ended without removing theirs are removed.
    /// </summary>
    public static PrivateFolder Create(HostSystem host) => Environment.IsPrivilegedProcess
        ? Create("/run/agentplatform-sandbox", host)
        : Create(Environment.GetEnvironmentVariable("XDG_RUNTIME_DIR") is { Length: > 0 } own && Directory.Exists(own) ? System.IO.Path.Combine(own, "agentplatform-sandbox") : Directory.CreateTempSubdirectory("agentplatform-sandbox-").FullName, host);

    private static PrivateFolder Create(string parent, HostSystem host)
    {
        MakeFolder(parent);
        foreach (var left in Directory.GetDirectories(parent))
        {
            if (int.TryParse(System.IO.Path.GetFileName(left).Split('-')[0], CultureInfo.InvariantCulture, out var process) && !Directory.Exists($"/proc/{process}"))
            {
                Remove(left, parent);
            }
        }

        var folder = new PrivateFolder(OwnPath(parent));
        MakeFolder(folder.Path, Searchable);
        MakeFolder(folder.CallsPath, Searchable);
        WriteFile(folder.Canary, "visible");
        folder.MakeEtc(host);
        return folder;
    }

    /// <summary>Several processes that start together find the same folders: who renames one has it alone, and removes it.</summary>
    private static void Remove(string left, string parent)
    {
        try
        {
            var own = OwnPath(parent);
            Directory.Move(left, own);
            Directory.Delete(own, recursive: true);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // Another process has it, or it cannot be removed: what is left is looked at again at a start after this process.
        }
    }

    private static string OwnPath(string parent) => System.IO.Path.Combine(parent, $"{Environment.ProcessId}-{System.IO.Path.GetRandomFileName()}");

    /// <summary>The file with the filter of system calls.</summary>
    public string WriteFilter(bool memoryIsWatched)
    {
        var path = System.IO.Path.Combine(Path, memoryIsWatched ? "seccomp-watched.bpf" : "seccomp.bpf");
        File.WriteAllBytes(path, SeccompFilter.Build(memoryIsWatched));
        return path;
    }

    /// <summary>Places for what one call cannot reach at its own path.</summary>
    public StagingArea Stage() => new(System.IO.Path.Combine(CallsPath, Interlocked.Increment(ref _calls).ToString(CultureInfo.InvariantCulture)));

    public void Dispose() => Directory.Delete(Path, recursive: true);

    private string CallsPath => System.IO.Path.Combine(Path, "calls");

    private void MakeEtc(HostSystem host)
    {
        MakeFolder(Etc, ReadableFolder);
        var user = BubblewrapArguments.InsideUser;
        WriteFile(System.IO.Path.Combine(Etc, "passwd"), $"root:x:0:0:root:/:/usr/sbin/nologin\nagent:x:{user}:{user}::/workspace:/bin/bash\nnobody:x:65534:65534::/:/usr/sbin/nologin\n");
        WriteFile(System.IO.Path.Combine(Etc, "group"), $"root:x:0:\nagent:x:{user}:\nnogroup:x:65534:\n");
        WriteFile(System.IO.Path.Combine(Etc, "hosts"), "127.0.0.1 localhost sandbox\n::1 localhost\n");
        WriteFile(System.IO.Path.Combine(Etc, "nsswitch.conf"), "passwd: files\ngroup: files\nhosts: files\n");
        WriteFile(System.IO.Path.Combine(Etc, "resolv.conf"), "");
        // Where the system's own settings are mounted.
        foreach (var setting in host.Settings)
        {
            var place = Etc + setting["/etc".Length..];
            MakeFolder(System.IO.Path.GetDirectoryName(place)!, ReadableFolder);
            if (Directory.Exists(setting))
            {
                MakeFolder(place, ReadableFolder);
            }
            else
            {
                WriteFile(place, "");
            }
        }
    }

    /// <summary>With its mode whatever the process's mask takes away.</summary>
    internal static void MakeFolder(string path, UnixFileMode mode = Searchable)
    {
        Directory.CreateDirectory(path);
        SetMode(path, mode);
    }

    internal static void WriteFile(string path, string text)
    {
        File.WriteAllText(path, text);
        SetMode(path, ReadableFile);
    }

    internal static void SetMode(string path, UnixFileMode mode)
    {
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(path, mode);
        }
    }
}
