using System.ComponentModel.DataAnnotations;

namespace AgentPlatform.ServiceDefaults.Outbox;

/// <summary>How messages leave the outbox.</summary>
public sealed class OutboxOptions
{
    public const string Section = "Outbox";

    /// <summary>Seconds between sweeps for messages whose process died before publishing them. Default 10.</summary>
    [Range(1, 300)]
    public int SweepSeconds { get; set; } = 10;

    /// <summary>Messages read in one sweep. Default 200.</summary>
    [Range(1, 500)]
    public int SweepBatch { get; set; } = 200;

    /// <summary>Messages waiting in memory to be published; more wait in the store for the sweep. Default 10,000.</summary>
    [Range(1, 1_000_000)]
    public int QueueLimit { get; set; } = 10_000;
}
