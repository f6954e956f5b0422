using AgentPlatform.Contracts.Schedules;
using SchedulerService.Schedules.Input;

namespace SchedulerService.Schedules.Shapes;

/// <summary>
/// Puts the bounds of a schedule into its shape, so that one beginning says all of it: of what counts from an anchor, the first day or
/// moment within the bounds is an anchor of the same instants.
/// </summary>
internal static class ShapeBounds
{
    /// <summary>The shape as a resolved schedule of <paramref name="zone"/> has it. Instants are whole seconds, and so are these bounds.</summary>
    public static ScheduleShape Apply(ScheduleShape shape, Schedule schedule, TimeZoneInfo zone)
    {
        // What comes once is said whole by its time.
        if (shape.Kind == ScheduleKind.Once)
        {
            return shape;
        }

        DateTimeOffset? start = schedule.StartAt is { } given ? Ceiling(given) : null;
        return shape with
        {
            From = start is not { } from ? shape.From
                : shape is { Kind: ScheduleKind.Elapsed, From: { } anchor } ? Elapsed(shape.Every, LocalTimes.ToInstant(anchor, zone), from, zone)
                : shape is { Step: not null, From: { } day } ? Stepped(shape, DateOnly.FromDateTime(day), LocalTimes.FromInstant(from, zone))
                : Meaningful(shape, LocalTimes.FromInstant(from, zone)),
            Until = schedule.EndAt is { } end ? LocalTimes.FromInstant(Floor(end), zone) : null,
        };
    }

    private static DateTime Elapsed(int seconds, DateTimeOffset anchor, DateTimeOffset from, TimeZoneInfo zone)
    {
        var every = TimeSpan.FromSeconds(seconds);
        var passed = from <= anchor ? 0 : (from - anchor + every - TimeSpan.FromTicks(1)).Ticks / every.Ticks;
        return LocalTimes.FromInstant(anchor + (every * passed), zone);
    }

    private static DateTime Stepped(ScheduleShape shape, DateOnly anchor, DateTime from)
    {
        var date = DateOnly.FromDateTime(from);
        var minutes = from.TimeOfDay.TotalMinutes;

        if (DayCycle.First(shape, anchor, date) is not { } first)
        {
            return from;
        }

        // A day whose last time has passed by then is not the first.
        first = first == date && shape.Times[^1] < minutes ? DayCycle.First(shape, anchor, date.AddDays(1)) ?? first : first;
        return first == date ? Meaningful(shape, from) : first.ToDateTime(TimeOnly.MinValue);
    }

    // A time of day that none of the schedule's own comes before says no more than the day.
    private static DateTime Meaningful(ScheduleShape shape, DateTime from) => shape.Times.Count == 0 || shape.Times[0] < from.TimeOfDay.TotalMinutes ? from : from.Date;

    private static DateTimeOffset Floor(DateTimeOffset instant) => new(instant.UtcTicks - (instant.UtcTicks % TimeSpan.TicksPerSecond), TimeSpan.Zero);

    private static DateTimeOffset Ceiling(DateTimeOffset instant) => Floor(instant.AddTicks(TimeSpan.TicksPerSecond - 1));
}
