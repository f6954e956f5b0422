using System.ComponentModel.DataAnnotations;

namespace ExecutionService.Sandboxes;

/// <summary>Which sandbox runs programs, and the limits of one call.</summary>
public sealed class SandboxOptions
{
    public const string Section = "Sandbox";

    /// <summary><c>auto</c> (what this machine has), <c>bubblewrap</c>, <c>kubernetes</c>, or <c>none</c>: no code tools. Default <c>auto</c>.</summary>
    [AllowedValues(SandboxKind.Auto, SandboxKind.Bubblewrap, SandboxKind.Kubernetes, SandboxKind.None, ErrorMessage = "Sandbox:Kind is one of auto, bubblewrap, kubernetes or none.")]
    public string Kind { get; set; } = SandboxKind.Auto;

    /// <summary>MiB of memory of a call, all its processes together. Default 1,024.</summary>
    [Range(16, 1_048_576)]
    public int MemoryMebibytes { get; set; } = 1024;

    /// <summary>Processes and threads of a call. Default 128.</summary>
    [Range(8, 32_768)]
    public int Processes { get; set; } = 128;

    /// <summary>Processors of a call, where control groups can be written. Default 1.</summary>
    [Range(0.05, 1024)]
    public double Processors { get; set; } = 1;

    /// <summary>Seconds of wall clock of a call that asks for no less. Default 120.</summary>
    [Range(1, 86_400)]
    public int WallClockSeconds { get; set; } = 120;

    /// <summary>Seconds that all calls of the code tools in one run may take together. Default 1,800.</summary>
    [Range(1, 86_400)]
    public int RunSeconds { get; set; } = 1_800;

    /// <summary>KiB of output that are kept of a call; more ends it. Default 256.</summary>
    [Range(1, 1_048_576)]
    public int OutputKibibytes { get; set; } = 256;

    /// <summary>MiB of files in a workspace; more ends the call. Default 1,024.</summary>
    [Range(1, 1_048_576)]
    public int WorkspaceMebibytes { get; set; } = 1024;

    /// <summary>Files and folders in a workspace; more end the call. Default 50,000.</summary>
    [Range(10, 10_000_000)]
    public int WorkspaceFiles { get; set; } = 50_000;

    /// <summary>MiB of <c>/tmp</c> inside, which is in memory and ends with the call. Default 256.</summary>
    [Range(1, 1_048_576)]
    public int TemporaryMebibytes { get; set; } = 256;

    /// <summary>MiB of <c>/dev/shm</c> inside. Default 64.</summary>
    [Range(1, 1_048_576)]
    public int SharedMemoryMebibytes { get; set; } = 64;

    /// <summary>Files that one process has open. Default 1,024.</summary>
    [Range(64, 1_048_576)]
    public int OpenFiles { get; set; } = 1024;

    /// <summary>Calls at a time in this process; more wait. Programs that talk with their run are counted apart. Default 16.</summary>
    [Range(1, 10_000)]
    public int ConcurrentCalls { get; set; } = 16;

    /// <summary>Of them, calls of one user. Default 8.</summary>
    [Range(1, 10_000)]
    public int ConcurrentCallsPerUser { get; set; } = 8;

    /// <summary>Programs at a time in this process that talk with their run, as MCP servers do; one more waits, and is given up when its server should have answered. Default 32.</summary>
    [Range(1, 10_000)]
    public int ConcurrentTalkers { get; set; } = 32;

    /// <summary>Of them, programs of one user. Default 16.</summary>
    [Range(1, 10_000)]
    public int ConcurrentTalkersPerUser { get; set; } = 16;

    /// <summary>Milliseconds between two looks at the size of the workspace while a call runs. Default 1,000.</summary>
    [Range(10, 60_000)]
    public int WorkspaceWatchMilliseconds { get; set; } = 1000;

    /// <summary>Milliseconds between two looks at memory where control groups cannot be written. Default 200.</summary>
    [Range(10, 60_000)]
    public int MemoryWatchMilliseconds { get; set; } = 200;

    /// <summary>
    /// Control group below which each call has one of its own, relative to <c>/sys/fs/cgroup</c> (and there, with version 1, to each
    /// controller); empty to use none. Default <c>agentplatform</c>.
    /// </summary>
    [RegularExpression("^([A-Za-z0-9_.@-]+(/[A-Za-z0-9_.@-]+)*)?$", ErrorMessage = "Sandbox:ControlGroup is a relative path.")]
    public string ControlGroup { get; set; } = "agentplatform";
}

/// <summary>Values of <see cref="SandboxOptions.Kind"/>.</summary>
internal static class SandboxKind
{
    public const string Auto = "auto";
    public const string Bubblewrap = "bubblewrap";
    public const string Kubernetes = "kubernetes";
    public const string None = "none";
}
