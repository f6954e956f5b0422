using AgentPlatform.Contracts.Schedules;
using SchedulerService.Firing.Rules;
using SchedulerService.Schedules;

namespace SchedulerService.Forecasting;

/// <summary>
/// The forecast of a schedule, however dense it is, in some tenths of the work of a <see cref="ScheduleSimulation"/>. Its instants
/// are counted by quarters of a day, and where they are many, one quarter is decided by the rules that fire schedules for all that
/// hold about as many and come after one that does. Pure.
/// </summary>
internal static class ScheduleEstimate
{
    /// <summary>As many instants are all decided one by one: a month of every minute.</summary>
    public const int MaxDecided = 50_000;

    /// <summary>As many are counted. What holds more is taken to go on as often until the end of the days, or its own.</summary>
    public const int MaxCounted = ScheduleSimulation.MaxInstants;

    private const int PerDay = 4;
    private static readonly TimeSpan Quarter = TimeSpan.FromDays(1) / PerDay;

    /// <summary>What happens in <paramref name="days"/> days from an instant on, itself included.</summary>
    public static ScheduleForecast Of(string agentId, Schedule schedule, DateTimeOffset from, int days, TimeSpan runLength, FiringLimits limits, CancellationToken cancellationToken)
    {
        var (quarters, left) = Count(schedule, from, days, cancellationToken);
        var counted = quarters.Sum();
        if (counted <= MaxDecided || (left == 0 && Remembers(schedule, runLength, limits) > Quarter))
        {
            return ScheduleSimulation.Run(agentId, schedule, from, days, runLength, limits, cancellationToken)!;
        }

        var (sum, waiting) = (default(InstantCounts), 0);
        var samples = new Dictionary<(int Before, int Instants), (InstantCounts Counts, int Waiting)>();
        for (var at = 0; at < quarters.Length; at++)
        {
            var start = from + (at * Quarter);
            var kind = (at == 0 ? -1 : Magnitude(quarters[at - 1]), Magnitude(quarters[at]));
            if (!samples.TryGetValue(kind, out var sample))
            {
                // What goes on from before is there if the one before is walked, too.
                sample = ScheduleSimulation.Sample(agentId, schedule, at == 0 ? start : start - Quarter, start, start + Quarter, runLength, limits, cancellationToken);
                samples.Add(kind, sample);
            }

            // Runs that have waited start in a quarter that has no instant of its own, too.
            sum += sample.Counts * (sample.Counts.Instants > 0 ? quarters[at] / sample.Counts.Instants : 1);
            waiting = sample.Waiting;
        }

        return (sum * ((counted + left) / counted)).Told(days, waiting);
    }

    /// <summary>How many instants each quarter has, as far as they are counted, and how many all after those have if it goes on so.</summary>
    private static (int[] Quarters, double Left) Count(Schedule schedule, DateTimeOffset from, int days, CancellationToken cancellationToken)
    {
        var (clock, end, quarters, instants) = (new ScheduleClock(schedule), from.AddDays(days), new int[days * PerDay], 0);
        var first = clock.Next(from.AddTicks(-1));
        for (var next = first; next < end; next = clock.Next(next.Value))
        {
            cancellationToken.ThrowIfCancellationRequested();
            var at = (int)((next.Value - from) / Quarter);
            if (instants++ == MaxCounted)
            {
                // The end of the span is not in it, and that of the schedule is. The quarter that is not counted to its end is left as well.
                var last = schedule.EndAt < end ? schedule.EndAt.Value : end.AddTicks(-1);
                return (quarters[..at], quarters[at] + Math.Floor((last - next.Value) / ((next.Value - first!.Value) / MaxCounted)) + 1);
            }

            quarters[at]++;
        }

        return (quarters, 0);
    }

    /// <summary>How long after an instant its run, and those of the instants that wait with it, may go on.</summary>
    private static TimeSpan Remembers(Schedule schedule, TimeSpan runLength, FiringLimits limits) => schedule.Overlap switch
    {
        Overlaps.BufferAll => runLength * (limits.MaxWaiting + 1),
        Overlaps.BufferOne => runLength * 2,
        _ => runLength,
    };

    /// <summary>Equal for numbers that are within some hundredths of each other.</summary>
    private static int Magnitude(int instants) => (int)(Math.Log(instants + 1) / 0.03);
}
