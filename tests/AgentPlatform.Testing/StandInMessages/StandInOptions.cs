namespace AgentPlatform.Testing.StandInMessages;

/// <summary>How the stand-in is started.</summary>
public sealed record StandInOptions
{
    /// <summary>Address to listen on, loopback only; port 0 takes a free one.</summary>
    public string Url { get; init; } = "http://127.0.0.1:0";

    /// <summary>When set, every unscripted call is answered with so many pre-serialised deltas.</summary>
    public int? FixedDeltas { get; init; }

    /// <summary>When set, calls of Anthropic's API with any other key are answered with 401.</summary>
    public string? Key { get; init; }

    /// <summary>Pause before each event of an answer; none by default.</summary>
    public TimeSpan EventDelay { get; init; }
}
