using AgentPlatform.Contracts.Schedules;

namespace SchedulerService.Forecasting;

/// <summary>How many instants there are, and what becomes of them. Estimates come in fractions.</summary>
internal readonly record struct InstantCounts(double Instants, double Fires, double Overlaps, double Skipped, double Waited, double Cancelled)
{
    public static InstantCounts operator +(InstantCounts one, InstantCounts other) => new(
        one.Instants + other.Instants,
        one.Fires + other.Fires,
        one.Overlaps + other.Overlaps,
        one.Skipped + other.Skipped,
        one.Waited + other.Waited,
        one.Cancelled + other.Cancelled);

    public static InstantCounts operator *(InstantCounts counts, double factor) => new(
        counts.Instants * factor,
        counts.Fires * factor,
        counts.Overlaps * factor,
        counts.Skipped * factor,
        counts.Waited * factor,
        counts.Cancelled * factor);

    public static InstantCounts operator -(InstantCounts one, InstantCounts other) => one + (other * -1);

    /// <summary>As it is told, with how many instants still wait at the end of the days.</summary>
    public ScheduleForecast Told(int days, int waiting) => new()
    {
        Days = days,
        Instants = (int)Math.Round(Instants),
        Fires = (int)Math.Round(Fires),
        Overlaps = (int)Math.Round(Overlaps),
        Skipped = (int)Math.Round(Skipped),
        Waited = (int)Math.Round(Waited),
        Waiting = waiting,
        Cancelled = (int)Math.Round(Cancelled),
    };
}
