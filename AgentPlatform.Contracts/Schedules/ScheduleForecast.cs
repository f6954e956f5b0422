namespace AgentPlatform.Contracts.Schedules;

/// <summary>
/// What a schedule will do in a span of days: the scheduler's own rules on a virtual clock, where a run lasts its measured median,
/// or no time when nothing was measured.
/// </summary>
public sealed record ScheduleForecast
{
    public required int Days { get; init; }

    /// <summary>Theoretical instants. Each becomes a fire, is skipped, or still waits at the end of the span.</summary>
    public required int Instants { get; init; }

    /// <summary>Runs that start.</summary>
    public required int Fires { get; init; }

    /// <summary>Instants that come while a run of the schedule goes on, whatever becomes of them.</summary>
    public required int Overlaps { get; init; }

    /// <summary>Instants that are left out, for a run that goes on or for a later instant.</summary>
    public required int Skipped { get; init; }

    /// <summary>Fires that have to wait for the end of another run.</summary>
    public required int Waited { get; init; }

    /// <summary>Instants that still wait at the end of the span.</summary>
    public required int Waiting { get; init; }

    /// <summary>Runs that are ended before their time for a later one.</summary>
    public required int Cancelled { get; init; }

    /// <summary>The runs that were measured; null when there are none.</summary>
    public MeasuredRuns? Measured { get; init; }

    /// <summary>Tokens of all fires, each taken for a run of that percentile; null when nothing was measured.</summary>
    public TokenPercentiles? Tokens { get; init; }

    /// <summary>Cost of all fires, each taken for a run of that percentile; null when nothing was measured.</summary>
    public CostPercentiles? Cost { get; init; }
}

/// <summary>How long runs took, and what one cost. <paramref name="Tokens"/> are input and output together.</summary>
public sealed record MeasuredRuns(int Runs, SecondsPercentiles Seconds, TokenPercentiles Tokens, CostPercentiles Cost);

/// <summary>Wall-clock seconds, to the millisecond.</summary>
public sealed record SecondsPercentiles(double P50, double P95);

/// <summary>Tokens.</summary>
public sealed record TokenPercentiles(long P50, long P95);

/// <summary>Money as decimal strings.</summary>
public sealed record CostPercentiles(string P50, string P95, string Currency = "USD");
