namespace ExecutionService.Sandboxes;

/// <summary>Runs programs for agents, each call apart from the host and from every other user. There is no unsandboxed way.</summary>
internal interface ISandbox
{
    /// <summary>What was found when the sandbox was tried at start. Without a working one the code tools are absent and say why.</summary>
    SandboxStatus Status { get; }

    /// <summary>Runs one program to its end, or until one of its limits or <paramref name="cancellationToken"/> ends it with everything that it has started.</summary>
    /// <exception cref="InvalidOperationException">The sandbox does not work here.</exception>
    Task<SandboxResult> RunAsync(SandboxCall call, CancellationToken cancellationToken);

    /// <summary>Lets go of what is kept between the calls of one run.</summary>
    Task ReleaseAsync(string executionId, CancellationToken cancellationToken);
}

/// <summary>Whether programs can be run, and how they are held.</summary>
/// <param name="Available">False when they cannot.</param>
/// <param name="Kind"><c>bubblewrap</c>, <c>kubernetes</c> or <c>none</c>.</param>
/// <param name="Reason">Why not, for people; null when available.</param>
/// <param name="MemoryLimit">What holds memory and processes: <c>cgroup</c>, or <c>rlimit</c> with a watcher; null when not available.</param>
internal sealed record SandboxStatus(bool Available, string Kind, string? Reason = null, string? MemoryLimit = null);

/// <summary>One program to run.</summary>
internal sealed record SandboxCall
{
    /// <summary>The run on whose behalf; what is kept between calls is kept for it.</summary>
    public required string ExecutionId { get; init; }

    /// <summary>Whose run it is; places are shared among users.</summary>
    public required string UserId { get; init; }

    /// <summary>Folder on this machine that the program sees as <c>/workspace</c>, its working directory.</summary>
    public required string WorkspaceFolder { get; init; }

    /// <summary>Program and arguments, as the program receives them: no shell reads them.</summary>
    public required IReadOnlyList<string> Arguments { get; init; }

    public string? StandardInput { get; init; }

    /// <summary>Lines that go to the program's standard input as they come, in place of <see cref="StandardInput"/>; their end closes it. For programs that talk.</summary>
    public IAsyncEnumerable<string>? StandardInputLines { get; init; }

    /// <summary>Variables beside the few that every program has. Nothing secret: everything inside can read them.</summary>
    public IReadOnlyDictionary<string, string> Environment { get; init; } = new Dictionary<string, string>();

    /// <summary>The wall clock of this call; the sandbox's own limit when null.</summary>
    public TimeSpan? WallClock { get; init; }

    /// <summary>Bytes of output that are kept; the sandbox's own limit when null.</summary>
    public int? OutputBytes { get; init; }

    /// <summary>The way out; no network when null.</summary>
    public SandboxEgress? Egress { get; init; }

    /// <summary>Further files and folders that the program sees.</summary>
    public IReadOnlyList<SandboxMount> Mounts { get; init; } = [];

    /// <summary>Unix sockets of this machine that the program reaches as ports of its own loopback.</summary>
    public IReadOnlyList<SandboxPort> Ports { get; init; } = [];

    /// <summary>Hears each line of standard output as it comes, beside the result; awaited, so that a slow listener slows the program.</summary>
    public Func<string, CancellationToken, ValueTask>? OnOutputLine { get; init; }
}

/// <summary>The way out of a sandbox: a proxy's socket on this machine.</summary>
/// <param name="SocketPath">Unix socket of the proxy, which takes CONNECT.</param>
/// <param name="CertificatesPath">Certificates (PEM) that the program is to trust in place of the system's: the system's and the proxy's own.</param>
/// <param name="Environment">Placeholders of secrets by name.</param>
internal sealed record SandboxEgress(string SocketPath, string CertificatesPath, IReadOnlyDictionary<string, string> Environment);

/// <summary>A file or folder of this machine inside the sandbox.</summary>
internal sealed record SandboxMount(string HostPath, string InsidePath, bool Writable = false);

/// <summary>A Unix socket of this machine as a port of the sandbox's loopback.</summary>
internal sealed record SandboxPort(string SocketPath, int Port);

/// <summary>How a program ended and what it said.</summary>
internal sealed record SandboxResult(SandboxEnd End, int ExitCode, string StandardOutput, string StandardError, bool Truncated, TimeSpan Elapsed);

/// <summary>What ended a program.</summary>
internal enum SandboxEnd
{
    /// <summary>It ended by itself.</summary>
    Exited,

    /// <summary>Its wall clock ran out.</summary>
    WallClock,

    /// <summary>It wrote more than is kept.</summary>
    OutputLimit,

    /// <summary>It used more memory than it may.</summary>
    MemoryLimit,

    /// <summary>The run was cancelled.</summary>
    Cancelled,

    /// <summary>The workspace held more bytes or files than it may.</summary>
    WorkspaceLimit,
}
