using System.ComponentModel.DataAnnotations;

namespace ChatService;

/// <summary>Limits and intervals of the chat.</summary>
public sealed class ConversationOptions
{
    public const string Section = "Chat";

    /// <summary>Seconds for which a process holds an answer without renewing. Default 12.</summary>
    [Range(2, 300)]
    public int LeaseSeconds { get; set; } = 12;

    /// <summary>Seconds between renewals of that lease. Default 4.</summary>
    [Range(1, 60)]
    public int RenewSeconds { get; set; } = 4;

    /// <summary>Seconds between looks for a person's wish, given to another process, that an answer end. Default 1.</summary>
    [Range(1, 60)]
    public int StopCheckSeconds { get; set; } = 1;

    /// <summary>Seconds that those who write answers have to renew after the store was away, before others take over. Default 9.</summary>
    [Range(0, 300)]
    public int OutageGraceSeconds { get; set; } = 9;

    /// <summary>Seconds between sweeps for answers that nobody works on. Default 2.</summary>
    [Range(1, 60)]
    public int SweepSeconds { get; set; } = 2;

    /// <summary>At start, takes over what other instances hold without waiting for leases to end. Only for a host that knows that it is alone. Default false.</summary>
    public bool TakeOverAtStart { get; set; }

    /// <summary>Milliseconds that the first piece of an answer waits for more to be stored with it. Default 8.</summary>
    [Range(0, 1_000)]
    public int FirstDeltaMilliseconds { get; set; } = 8;

    /// <summary>Milliseconds between two commits of streamed text. Default 50.</summary>
    [Range(1, 5_000)]
    public int DeltaIntervalMilliseconds { get; set; } = 50;

    /// <summary>Model calls of one answer. Default 8.</summary>
    [Range(1, 50)]
    public int MaxModelCalls { get; set; } = 8;

    /// <summary>Output tokens of one model call. Default 4,096.</summary>
    [Range(64, 100_000)]
    public int MaxOutputTokens { get; set; } = 4096;

    /// <summary>Times that a failed model call is tried again. Default 2.</summary>
    [Range(0, 10)]
    public int ModelRetries { get; set; } = 2;

    /// <summary>Seconds before the first of those tries; doubled for each further one. Default 0.5.</summary>
    [Range(0.0, 60)]
    public double ModelRetryDelaySeconds { get; set; } = 0.5;

    /// <summary>Messages that the model is given of a conversation, the user's and the answers to them. Default 40.</summary>
    [Range(2, 1000)]
    public int MaxHistoryMessages { get; set; } = 40;

    /// <summary>User messages that may wait in one conversation while an answer streams. Default 10.</summary>
    [Range(1, 100)]
    public int MaxQueuedMessages { get; set; } = 10;

    /// <summary>Seconds that one frame may take to be taken by a client before its socket is closed. Default 30.</summary>
    [Range(1, 600)]
    public int SendTimeoutSeconds { get; set; } = 30;

    /// <summary>Bad frames in a row before a socket is closed. Default 20.</summary>
    [Range(1, 1000)]
    public int MaxBadFrames { get; set; } = 20;
}
