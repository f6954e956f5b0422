using System.ComponentModel.DataAnnotations;

namespace ExecutionService;

/// <summary>Limits and intervals of runs.</summary>
public sealed class ExecutionOptions
{
    public const string Section = "Execution";

    /// <summary>Runs that one process works on at a time. Default 64.</summary>
    [Range(1, 10_000)]
    public int MaxConcurrentRuns { get; set; } = 64;

    /// <summary>Runs of one user that one process works on at a time. Default 32.</summary>
    [Range(1, 10_000)]
    public int MaxConcurrentRunsPerUser { get; set; } = 32;

    /// <summary>Seconds for which a worker holds a run without renewing. Default 9: a dead worker's runs are taken over within 15, also on a busy machine.</summary>
    [Range(2, 300)]
    public int LeaseSeconds { get; set; } = 9;

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

    /// <summary>Tokens of a model's window: a conversation that fills four fifths of it is summed up. Default 160,000.</summary>
    [Range(2_000, 10_000_000)]
    public int ContextTokens { get; set; } = 160_000;

    /// <summary>Times that a model is told why its result is not the document that the agent asks for, before the run fails. Default 2.</summary>
    [Range(0, 10)]
    public int OutputCorrections { get; set; } = 2;

    /// <summary>Reading tool calls of one answer that are made side by side. Default 4.</summary>
    [Range(1, 64)]
    public int MaxParallelTools { get; set; } = 4;

    /// <summary>Days for which a run waits for a person's decision before it fails. Default 7.</summary>
    [Range(0.001, 365)]
    public double ApprovalDays { get; set; } = 7;

    /// <summary>Seconds that a tool which is under way may take to end when the process stops, before it is broken off and its outcome is unknown. Default 20.</summary>
    [Range(0, 600)]
    public int DrainSeconds { get; set; } = 20;

    /// <summary>Characters of a tool's output that are kept. Default 65,536.</summary>
    [Range(1_000, 1_000_000)]
    public int MaxToolOutputCharacters { get; set; } = 65_536;

    /// <summary>Folder of the agents' workspaces. Default <c>data/workspaces</c>.</summary>
    [Required]
    public string WorkspaceRoot { get; set; } = "data/workspaces";
}
