using System.Globalization;
using AgentPlatform.Contracts.Schedules;
using SchedulerService.Instants;
using SchedulerService.Instants.Zones;

namespace SchedulerService.Schedules;

/// <summary>The theoretical instants of a schedule, in UTC: those of all its rules, each instant once (<c>docs/schedules.md</c>).</summary>
internal sealed class ScheduleClock
{
    private readonly Remembered[] _rules;
    private readonly ZoneOffsets _zone;
    private readonly DateTimeOffset _from;
    private readonly DateTimeOffset _to;

    /// <exception cref="ArgumentException">The schedule is not a resolved one.</exception>
    public ScheduleClock(Schedule schedule)
    {
        _zone = ZoneOffsets.Of(schedule.TimeZone);
        _rules = [.. ScheduleInstants.Of(schedule, _zone).Select(rule => new Remembered(rule))];
        _from = schedule.StartAt ?? DateTimeOffset.UnixEpoch;
        _to = schedule.EndAt ?? DateTimeOffset.MaxValue;
    }

    /// <summary>The bounds are part of the schedule: an instant at <c>startAt</c> or <c>endAt</c> counts.</summary>
    public DateTimeOffset? Next(DateTimeOffset after)
    {
        if (after.Year >= SearchReach.LastYear)
        {
            return null;
        }

        var start = after < _from ? _from : after.AddTicks(1);
        DateTime? next = null;

        foreach (var rule in _rules)
        {
            if (rule.AtOrAfter(start.UtcDateTime) is { } instant && !(next <= instant))
            {
                next = instant;
            }
        }

        return next is { } first && new DateTimeOffset(first, TimeSpan.Zero) is var found && found <= _to ? found : null;
    }

    public IEnumerable<DateTimeOffset> After(DateTimeOffset after)
    {
        for (var next = Next(after); next is { } instant; next = Next(instant))
        {
            yield return instant;
        }
    }

    /// <summary>An instant as its wall clock shows it, and whether the clock jumped there.</summary>
    public PreviewRun Preview(DateTimeOffset instant)
    {
        var local = instant.ToOffset(_zone.At(instant.UtcDateTime));
        var near = _zone.Near(instant.UtcDateTime);
        var isFold = near.IsFold && local.DateTime >= near.StartAfter && local.DateTime < near.EndBefore;

        // A wall clock that no rule names can only come from a skipped hour.
        var note = isFold ? "fold" : _rules.Any(rule => rule.Names(instant.UtcDateTime, local.DateTime)) ? null : "gap";
        return new(instant, local.ToString("yyyy-MM-ddTHH:mm:sszzz", CultureInfo.InvariantCulture), note);
    }
}
