using System.ComponentModel.DataAnnotations;

namespace Gateway.Sessions;

/// <summary>How sessions are kept.</summary>
public sealed class SessionOptions
{
    public const string Section = "Session";

    /// <summary>Days after which a session that is not used ends. Default 180.</summary>
    [Range(1, 400)]
    public int LifetimeDays { get; set; } = 180;

    /// <summary>Seconds for which a session that was looked up is trusted without looking again. Default 30; ending one elsewhere takes that long.</summary>
    [Range(0, 300)]
    public int CacheSeconds { get; set; } = 30;

    /// <summary>Sessions kept in memory. Default 10,000.</summary>
    [Range(1, 1_000_000)]
    public int CacheLimit { get; set; } = 10_000;
}
