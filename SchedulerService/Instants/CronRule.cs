using Cronos;

namespace SchedulerService.Instants;

/// <summary>
/// A cron expression as Cronos reads it, on the wall clock alone. Day of month and day of week must both match when both are given,
/// unlike in classic cron, where either is enough.
/// </summary>
internal sealed class CronRule(string cron) : IWallClockRule
{
    private readonly CronExpression _cron = Parse(cron);

    /// <summary>Cronos' own sense of it: a star, a range or a step in the seconds, minutes or hours.</summary>
    public bool IsInterval { get; } = Fields(cron)[..^3].Any(field => field.AsSpan().IndexOfAny('*', '-', '/') >= 0);

    public DateTime? AtOrAfter(DateTime from)
    {
        // Up to the whole second: of what is below it, Cronos' versions take different care.
        var second = from.AddTicks((TimeSpan.TicksPerSecond - (from.Ticks % TimeSpan.TicksPerSecond)) % TimeSpan.TicksPerSecond);
        return _cron.GetNextOccurrence(DateTime.SpecifyKind(second, DateTimeKind.Utc), inclusive: true) is { } next ? DateTime.SpecifyKind(next, DateTimeKind.Unspecified) : null;
    }

    /// <summary>Five fields, or six with seconds first.</summary>
    /// <exception cref="CronFormatException">It is no cron expression.</exception>
    public static CronExpression Parse(string cron) => CronExpression.Parse(cron, Fields(cron).Length == 6 ? CronFormat.IncludeSeconds : CronFormat.Standard);

    private static string[] Fields(string cron) => cron.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
}
