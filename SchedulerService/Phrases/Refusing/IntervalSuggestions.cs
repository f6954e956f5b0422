using SchedulerService.Phrases.Words;
using SchedulerService.Schedules.Shapes;

namespace SchedulerService.Phrases.Refusing;

/// <summary>Intervals to offer in place of one that cannot be used: itself as elapsed time, and the nearest that divide an hour or a day.</summary>
internal sealed class IntervalSuggestions(Suggestions suggest, DateTime now)
{
    private const int LongestSeconds = 366 * 24 * 60 * 60;
    private const int ShortestSeconds = 60;

    /// <summary>Minutes that divide the hour or the day.</summary>
    private static readonly int[] Even = [1, 2, 3, 4, 5, 6, 10, 12, 15, 20, 30, 60, 120, 180, 240, 360, 480, 720];

    public static bool Divides(TimeUnit unit, int count) => count > 0 && (unit == TimeUnit.Minute ? count < 60 && 60 % count == 0 : unit == TimeUnit.Hour && count < 24 && 24 % count == 0);

    /// <summary>Of the days of the shape.</summary>
    public IEnumerable<string> Of(ScheduleShape shape, TimeUnit unit, int count)
    {
        var seconds = count * (unit == TimeUnit.Hour ? 3600L : unit == TimeUnit.Minute ? 60 : 1);
        var minutes = Math.Max(seconds / 60, unit == TimeUnit.Second ? 1 : 0);
        var nearest = new List<ScheduleShape>();

        foreach (var candidate in new[] { Even.LastOrDefault(value => value <= minutes), Even.FirstOrDefault(value => value >= minutes) }.Distinct().Where(value => value > 0))
        {
            nearest.Add(candidate < 60
                ? shape with { Kind = ScheduleKind.Minutes, Every = candidate }
                : shape with { Kind = ScheduleKind.Hours, Every = candidate / 60 });
        }

        if (minutes > 720)
        {
            nearest.Add(new ScheduleShape(ScheduleKind.Days) { Days = shape.Days }.AtTime(9, 0));
        }

        if (seconds is >= ShortestSeconds and <= LongestSeconds && !Divides(unit, count) && shape.Days == 0)
        {
            nearest.Insert(0, new(ScheduleKind.Elapsed) { Every = (int)seconds, From = now.AddTicks(-(now.Ticks % TimeSpan.TicksPerMinute)) });
        }

        return suggest.Of(nearest.Count > 0 ? nearest : [shape with { Kind = ScheduleKind.Hours, Every = 1 }]);
    }
}
