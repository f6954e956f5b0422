using System.ComponentModel.DataAnnotations;

namespace ExecutionService;

/// <summary>Limits and intervals of runs.</summary>
public sealed class ExecutionOptions
{
    public const string Section = "Execution";

    /// <summary>Runs that one process works on at a time. Default 64.</summary>
    [Range(1, 10_000)]
    public int MaxConcurrentRuns { get; set; } = 64;

    /// <summary>Seconds for which a worker holds a run without renewing. Default 12: a dead worker's runs are taken over within 15.</summary>
    [Range(2, 300)]
    public int LeaseSeconds { get; set; } = 12;

    /// <summary>Seconds between renewals of a lease, and between looks for a wish to cancel. Default 3.</summary>
    [Range(1, 60)]
    public int RenewSeconds { get; set; } = 3;

    /// <summary>Seconds that the holders of runs have to renew after the store was away, before others take over. Default 7.</summary>
    [Range(0, 300)]
    public int OutageGraceSeconds { get; set; } = 7;

    /// <summary>Seconds between sweeps for runs that nobody works on. Default 2.</summary>
    [Range(1, 60)]
    public int SweepSeconds { get; set; } = 2;

    /// <summary>At start, takes over what other instances hold without waiting for leases to end. Only for a host that knows that it is alone. Default false.</summary>
    public bool TakeOverAtStart { get; set; }

    /// <summary>Milliseconds between two commits of streamed text. Default 200.</summary>
    [Range(10, 10_000)]
    public int DeltaIntervalMilliseconds { get; set; } = 200;

    /// <summary>Times that a failed model call is tried again within a step. Default 3.</summary>
    [Range(0, 10)]
    public int ModelRetries { get; set; } = 3;

    /// <summary>Seconds before the first of those tries; doubled for each further one. Default 1.</summary>
    [Range(0.0, 60)]
    public double ModelRetryDelaySeconds { get; set; } = 1;

    /// <summary>Characters of a tool's output that are kept. Default 65,536.</summary>
    [Range(1_000, 1_000_000)]
    public int MaxToolOutputCharacters { get; set; } = 65_536;

    /// <summary>Folder of the agents' workspaces. Default <c>data/workspaces</c>.</summary>
    [Required]
    public string WorkspaceRoot { get; set; } = "data/workspaces";
}
