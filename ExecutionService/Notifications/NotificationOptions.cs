using System.ComponentModel.DataAnnotations;

namespace ExecutionService.Notifications;

/// <summary>How notifications are delivered.</summary>
public sealed class NotificationOptions
{
    public const string Section = "Notifications";

    /// <summary>Deliveries that are tried before a notification has failed. Default 8: about two hours with the default delays.</summary>
    [Range(1, 50)]
    public int MaxAttempts { get; set; } = 8;

    /// <summary>Seconds before the second attempt; doubled for each further one. Default 60.</summary>
    [Range(0.0, 3_600)]
    public double AttemptDelaySeconds { get; set; } = 60;

    /// <summary>Times that a request is repeated at once within an attempt, for hiccups of the network. Default 2.</summary>
    [Range(1, 5)]
    public int Retries { get; set; } = 2;

    /// <summary>Seconds before the first of these; doubled for each further one. Default 1.</summary>
    [Range(0.0, 30)]
    public double RetryDelaySeconds { get; set; } = 1;

    /// <summary>Seconds that a receiver has to answer. Default 10.</summary>
    [Range(1, 60)]
    public int TimeoutSeconds { get; set; } = 10;

    /// <summary>Seconds for which a replica holds a notification that it sends; longer than an attempt takes. Default 300.</summary>
    [Range(1, 3_600)]
    public int LeaseSeconds { get; set; } = 300;

    /// <summary>Seconds between looks for what is due. Default 3.</summary>
    [Range(1, 300)]
    public int SweepSeconds { get; set; } = 3;

    /// <summary>Days for which a notification is kept (the TTL policy on <c>expiresAt</c> in firestore.indexes.json deletes it; Google's emulator knows none). Default 30.</summary>
    [Range(1, 365)]
    public int KeepDays { get; set; } = 30;
}
