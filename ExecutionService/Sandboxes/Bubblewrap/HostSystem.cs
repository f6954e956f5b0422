using ExecutionService.Sandboxes.Bubblewrap.Launching;

namespace ExecutionService.Sandboxes.Bubblewrap;

/// <summary>What there is of this machine that a sandbox is made with and shows inside, read-only.</summary>
internal sealed record HostSystem
{
    public required string Bubblewrap { get; init; }

    /// <summary>Forwards ports to sockets inside; null when not installed: calls that need it are refused.</summary>
    public string? Socat { get; init; }

    /// <summary><c>/bin</c>, <c>/lib</c> and the like with where they lead to; null for one that is a folder itself.</summary>
    public required IReadOnlyList<(string Name, string? Target)> RootFolders { get; init; }

    /// <summary>Folders of interpreters that are not below <c>/usr</c>, seen inside under the same path.</summary>
    public IReadOnlyList<string> Runtimes { get; init; } = [];

    /// <summary>Where programs are looked for inside.</summary>
    public IReadOnlyList<string> SearchPath { get; init; } = ["/usr/local/bin", "/usr/bin", "/bin"];

    /// <summary>Files of the system's settings that are seen inside.</summary>
    public IReadOnlyList<string> Settings { get; init; } = [];

    /// <summary>Whether the system has its certificates in one file, which a call's own can cover.</summary>
    public bool HasCertificates { get; init; }

    /// <summary>Files of <c>/proc</c> that say something of the whole machine: empty inside.</summary>
    public IReadOnlyList<string> HiddenFiles { get; init; } = [];

    /// <summary>Folders of <c>/proc</c> that say something of the whole machine: empty inside.</summary>
    public IReadOnlyList<string> HiddenFolders { get; init; } = [];

    /// <summary>Whether <c>/usr/local</c> is part of the system that is shown: only when an interpreter is there.</summary>
    public bool ShowsLocal => Runtimes.Contains(Local);

    public const string Local = "/usr/local";

    private static readonly string[] MachineFiles =
    [
        "cmdline", "config.gz", "kallsyms", "kcore", "key-users", "keys", "kmsg", "kpagecgroup", "kpagecount", "kpageflags", "latency_stats", "sched_debug", "slabinfo", "timer_list", "vmallocinfo",
    ];

    private static readonly string[] MachineFolders = ["acpi", "driver", "fs", "scsi"];
    private static readonly string[] ProgramFolders = ["/usr/bin", "/bin", "/usr/sbin", "/sbin", "/usr/local/bin"];
    private static readonly string[] RootNames = ["bin", "lib", "lib32", "lib64", "libx32", "sbin"];
    private static readonly string[] SettingPaths = ["/etc/alternatives", "/etc/ld.so.cache", "/etc/ssl/certs", "/etc/ssl/openssl.cnf"];
    private static readonly string[] Utilities = ["mount", "prlimit", "setpriv", "unshare"];

    /// <summary>This machine; or null, with the reason why it cannot have this sandbox.</summary>
    public static HostSystem? Find(out string? reason)
    {
        var bubblewrap = Program("bwrap");
        reason = !OperatingSystem.IsLinux() ? "bubblewrap is a sandbox of Linux."
            : !SeccompFilter.IsSupported ? "The filter of system calls is written for x86-64 only."
            : bubblewrap is null ? "bubblewrap is not installed (apt-get install bubblewrap socat)."
            : Utilities.FirstOrDefault(name => Program(name) is null) is { } missing ? $"{missing} of util-linux is not installed."
            : null;
        if (reason is not null)
        {
            return null;
        }

        var interpreters = ((string?[])[Interpreter("python3", PythonVersions()), Interpreter("node", [])]).OfType<string>().Where(path => !IsOfSystem(path)).ToList();
        return new HostSystem
        {
            Bubblewrap = bubblewrap!,
            Socat = Program("socat"),
            RootFolders = [.. RootNames.Where(name => Directory.Exists($"/{name}")).Select(name => (name, new DirectoryInfo($"/{name}").LinkTarget))],
            Runtimes = [.. interpreters.Select(Prefix).Distinct()],
            SearchPath = [.. interpreters.Select(path => Path.GetDirectoryName(path)!).Append("/usr/local/bin").Append("/usr/bin").Append("/bin").Distinct()],
            Settings = [.. SettingPaths.Where(Path.Exists)],
            HasCertificates = File.Exists(BubblewrapArguments.SystemCertificates),
            HiddenFiles = [.. MachineFiles.Select(name => $"/proc/{name}").Where(Path.Exists)],
            HiddenFolders = [.. MachineFolders.Select(name => $"/proc/{name}").Where(Directory.Exists)],
        };
    }

    private static string? Program(string name) => ProgramFolders.Select(folder => Path.Combine(folder, name)).FirstOrDefault(File.Exists);

    /// <summary>The interpreter itself; a script that stands in its place and looks for it (pyenv) cannot find it inside.</summary>
    private static string? Interpreter(string name, IEnumerable<string> further) =>
        ProgramFolders.Concat((Environment.GetEnvironmentVariable("PATH") ?? "").Split(':', StringSplitOptions.RemoveEmptyEntries)).Concat(further)
            .Select(folder => Path.Combine(folder, name)).Where(File.Exists)
            .Select(path => File.ResolveLinkTarget(path, returnFinalTarget: true)?.FullName ?? path).FirstOrDefault(path => File.Exists(path) && !IsScript(path));

    private static IEnumerable<string> PythonVersions()
    {
        var versions = Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".pyenv/versions");
        return Directory.Exists(versions) ? Directory.GetDirectories(versions).OrderDescending(StringComparer.Ordinal).Select(version => Path.Combine(version, "bin")) : [];
    }

    private static bool IsScript(string path)
    {
        using var file = File.OpenRead(path);
        return file.ReadByte() == '#' && file.ReadByte() == '!';
    }

    private static bool IsOfSystem(string path) => path.StartsWith("/usr/", StringComparison.Ordinal) && !path.StartsWith($"{Local}/", StringComparison.Ordinal);

    /// <summary>The folder that an interpreter is installed in, with its library.</summary>
    private static string Prefix(string path)
    {
        var folder = Path.GetDirectoryName(path)!;
        return Path.GetFileName(folder) == "bin" ? Path.GetDirectoryName(folder)! : folder;
    }
}
