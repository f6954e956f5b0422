using System.ComponentModel.DataAnnotations;

namespace ExecutionService.Workspaces;

/// <summary>Limits of workspaces and artifacts. Where they lie is <see cref="ExecutionOptions.WorkspaceRoot"/>.</summary>
public sealed class WorkspaceOptions
{
    public const string Section = "Workspaces";

    /// <summary>Bytes of one file that a tool may read or write. Default 1 MiB.</summary>
    [Range(1, 100_000_000)]
    public int MaxFileBytes { get; set; } = 1024 * 1024;

    /// <summary>Files and folders of one workspace. Default 50,000.</summary>
    [Range(1, 1_000_000)]
    public int MaxFiles { get; set; } = 50_000;

    /// <summary>Bytes of disk of one workspace. Default 1 GiB.</summary>
    [Range(1L, 1L << 45)]
    public long MaxBytes { get; set; } = 1L << 30;

    /// <summary>Bytes of the artifacts of one run. Default 100 MiB.</summary>
    [Range(1L, 1L << 40)]
    public long MaxArtifactBytes { get; set; } = 100L << 20;

    /// <summary>Artifacts of one run. Default 1,000.</summary>
    [Range(1, 10_000)]
    public int MaxArtifacts { get; set; } = 1000;

    /// <summary>Days for which the workspace of a draft's test run is kept. Default 7.</summary>
    [Range(1, 3650)]
    public int DraftDays { get; set; } = 7;

    /// <summary>Seconds between looks for workspaces that are to go. Default 60.</summary>
    [Range(1, 86_400)]
    public int SweepSeconds { get; set; } = 60;
}
