using System.Globalization;

namespace ExecutionService.Sandboxes.Bubblewrap.Launching;

/// <summary>The command that runs one call in bubblewrap, from values alone.</summary>
/// <param name="Host">This machine.</param>
/// <param name="Options">The limits.</param>
/// <param name="Etc">Folder on this machine that is <c>/etc</c> inside.</param>
/// <param name="User">The user to become before anything else; null to stay who the service is.</param>
/// <param name="MemoryByGroup">A control group holds memory; otherwise each process is held, and a watcher looks at all of them.</param>
/// <param name="PathOf">Where something of this machine is found by that user.</param>
internal sealed record BubblewrapArguments(HostSystem Host, SandboxOptions Options, string Etc, uint? User, bool MemoryByGroup, Func<string, string> PathOf)
{
    public const string Workspace = "/workspace";
    public const string EgressSocket = "/run/sandbox/egress.sock";
    public const int EgressPort = 3128;
    public const string Certificates = "/run/sandbox/certificates.pem";
    public const string SystemCertificates = "/etc/ssl/certs/ca-certificates.crt";

    /// <summary>File descriptor that bubblewrap reads the filter of system calls from.</summary>
    public const string FilterDescriptor = "9";

    /// <summary>User and group inside.</summary>
    public const int InsideUser = 1000;

    public IReadOnlyList<string> Of(SandboxCall call) =>
    [
        .. BecomeUser(), Host.Bubblewrap, .. Namespaces, .. Variables(call), .. System(), .. Devices(), .. Files(call), "--remount-ro", "/", "--seccomp", FilterDescriptor,
        "--", .. ProcessLimits(call), .. Forwarders(call), .. call.Arguments,
    ];

    private static readonly string[] FirstProcess = ["cmdline", "environ", "mem", "task/1/cmdline", "task/1/environ", "task/1/mem"];

    private static readonly string[] Namespaces =
    [
        "--unshare-user", "--uid", Text(InsideUser), "--gid", Text(InsideUser), "--unshare-pid", "--unshare-ipc", "--unshare-uts", "--unshare-net", "--unshare-cgroup-try", "--disable-userns",
        "--hostname", "sandbox", "--die-with-parent", "--new-session", "--clearenv",
    ];

    private IReadOnlyList<string> BecomeUser() => User is not { } user ? [] : ["setpriv", "--reuid", Text(user), "--regid", Text(user), "--clear-groups", "--no-new-privs", "--"];

    private IEnumerable<string> Variables(SandboxCall call) => SandboxVariables.Of(Host, call).SelectMany(IEnumerable<string> (variable) => ["--setenv", variable.Key, variable.Value]);

    /// <summary>The system's programs and the few settings that they need.</summary>
    private IEnumerable<string> System() =>
    [
        "--ro-bind", "/usr", "/usr",
        .. Host.ShowsLocal ? Array.Empty<string>() : ["--tmpfs", HostSystem.Local, "--remount-ro", HostSystem.Local],
        .. Host.RootFolders.SelectMany(IEnumerable<string> (folder) => folder.Target is null ? ["--ro-bind", $"/{folder.Name}", $"/{folder.Name}"] : ["--symlink", folder.Target, $"/{folder.Name}"]),
        .. Host.Runtimes.Where(folder => folder != HostSystem.Local).SelectMany(folder => ReadOnly(folder, folder)),
        "--ro-bind", PathOf(Etc), "/etc",
        .. Host.Settings.SelectMany(path => ReadOnly(path, path)),
    ];

    /// <summary>Processes and devices. Process 1 is bubblewrap's own and has no filter of system calls: what leads into it is covered.</summary>
    private IEnumerable<string> Devices() =>
    [
        "--proc", "/proc",
        .. FirstProcess.Select(name => $"/proc/1/{name}").Concat(Host.HiddenFiles).SelectMany(IEnumerable<string> (path) => ["--ro-bind", "/dev/null", path]),
        .. Host.HiddenFolders.SelectMany(IEnumerable<string> (path) => ["--tmpfs", path, "--remount-ro", path]),
        // Without a size these are half of the machine's memory each; the root and /dev are closed once everything is in its place.
        "--dev", "/dev", "--size", Bytes(Options.SharedMemoryMebibytes), "--tmpfs", "/dev/shm", "--remount-ro", "/dev",
        "--size", Bytes(Options.TemporaryMebibytes), "--tmpfs", "/tmp",
    ];

    private IEnumerable<string> Files(SandboxCall call) =>
    [
        .. Egress(call.Egress),
        .. call.Ports.SelectMany(port => ReadOnly(port.SocketPath, SocketOf(port))),
        "--bind", PathOf(call.WorkspaceFolder), Workspace, "--chdir", Workspace,
        .. call.Mounts.SelectMany(IEnumerable<string> (mount) => [mount.Writable ? "--bind" : "--ro-bind", PathOf(mount.HostPath), mount.InsidePath]),
    ];

    private IEnumerable<string> Egress(SandboxEgress? egress) => egress is null ? [] :
    [
        .. ReadOnly(egress.SocketPath, EgressSocket),
        .. ReadOnly(egress.CertificatesPath, Certificates),
        .. Host.HasCertificates ? ReadOnly(egress.CertificatesPath, SystemCertificates) : [],
    ];

    /// <summary>
    /// Limits of each process, set inside: processes are then counted in the sandbox's own user namespace. The size of the address space
    /// is not limited, because Node and others set aside far more than they use.
    /// </summary>
    private IEnumerable<string> ProcessLimits(SandboxCall call) =>
    [
        "prlimit", $"--nproc={Options.Processes}", $"--nofile={Options.OpenFiles}", $"--fsize={Bytes(Options.WorkspaceMebibytes)}", "--core=0", "--memlock=65536",
        $"--cpu={Text((int)Math.Ceiling((call.WallClock ?? TimeSpan.FromSeconds(Options.WallClockSeconds)).TotalSeconds) + 5)}",
        .. MemoryByGroup ? Array.Empty<string>() : [$"--data={Bytes(Options.MemoryMebibytes)}"],
        "--",
    ];

    /// <summary>Ports of the loopback inside, each forwarded to a socket; the program starts once all of them listen.</summary>
    private static IEnumerable<string> Forwarders(SandboxCall call)
    {
        List<(int Port, string Socket)> ports = [.. call.Egress is null ? Array.Empty<(int, string)>() : [(EgressPort, EgressSocket)], .. call.Ports.Select(port => (port.Port, SocketOf(port)))];
        return ports.Count == 0 ? [] :
        [
            "/bin/sh", "-c", ForwardScript, "forward", Text(ports.Count),
            .. ports.SelectMany(IEnumerable<string> (port) => [Text(port.Port), port.Socket, port.Port.ToString("X4", CultureInfo.InvariantCulture)]),
        ];
    }

    /// <summary>Takes (port, socket, port in hexadecimal) by its number, then the program. A forwarder is no child of the program: it waits for its own children only.</summary>
    private const string ForwardScript =
        """
        n=$1; shift; ports=
        while [ "$n" -gt 0 ]; do (socat "TCP-LISTEN:$1,bind=127.0.0.1,fork,reuseaddr" "UNIX-CONNECT:$2" </dev/null >/dev/null 2>&1 &); ports="$ports $3"; shift 3; n=$((n - 1)); done
        for port in $ports; do
          tries=0
          until grep -q "0100007F:$port 00000000:0000 0A" /proc/net/tcp; do tries=$((tries + 1)); [ "$tries" -lt 1000 ] || { echo "A port of the sandbox did not open." >&2; exit 125; }; sleep 0.01; done
        done
        exec "$@"
        """;

    private IEnumerable<string> ReadOnly(string path, string inside) => ["--ro-bind", PathOf(path), inside];

    private static string SocketOf(SandboxPort port) => $"/run/sandbox/{Text(port.Port)}.sock";

    private static string Bytes(int mebibytes) => ((long)mebibytes << 20).ToString(CultureInfo.InvariantCulture);

    private static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);
}
