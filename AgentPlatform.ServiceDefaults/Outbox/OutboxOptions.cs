using System.ComponentModel.DataAnnotations;

namespace AgentPlatform.ServiceDefaults.Outbox;

/// <summary>How messages leave the outbox.</summary>
public sealed class OutboxOptions
{
    public const string Section = "Outbox";

    /// <summary>Seconds between sweeps for messages whose process died before publishing them. Default 10.</summary>
    [Range(1, 300)]
    public int SweepSeconds { get; set; } = 10;

    /// <summary>
    /// Seconds for which a published message stays in the outbox. Default 0, for a broker that keeps what it was given. With a
    /// bus in memory it is the time that consumers have at most: what a crash took from them is published again at the next start.
    /// </summary>
    [Range(0, 300)]
    public int KeepSeconds { get; set; }

    /// <summary>Documents of the outbox read in one sweep; each has one message, or those of one commit. Default 200.</summary>
    [Range(1, 500)]
    public int SweepBatch { get; set; } = 200;

    /// <summary>Messages that are given to the bus at once. Default 32.</summary>
    [Range(1, 1000)]
    public int PublishConcurrency { get; set; } = 32;

    /// <summary>Documents whose messages wait in memory to be published; more wait in the store for the sweep. Default 10,000.</summary>
    [Range(1, 1_000_000)]
    public int QueueLimit { get; set; } = 10_000;
}
