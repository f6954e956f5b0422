using System.Globalization;
using AgentPlatform.Contracts.Schedules;
using Cronos;

namespace SchedulerService.Schedules;

/// <summary>
/// The theoretical instants of a schedule, in UTC. In the hour that a clock skips, a time of day moves to the next valid instant,
/// once; in the hour that comes twice it fires the first time only. Intervals go on through both.
/// Cronos ANDs day of month and day of week.
/// </summary>
internal sealed class ScheduleClock
{
    private readonly CronExpression? _cron;
    private readonly DateTime _at;
    private readonly TimeZoneInfo _zone;
    private readonly DateTimeOffset _from;
    private readonly DateTimeOffset _to;

    public ScheduleClock(Schedule schedule)
    {
        _zone = TimeZoneInfo.FindSystemTimeZoneById(schedule.TimeZone);
        _from = schedule.StartAt ?? DateTimeOffset.MinValue;
        _to = schedule.EndAt ?? DateTimeOffset.MaxValue;

        if (schedule.Cron is { } cron)
        {
            _cron = Parse(cron);
        }
        else
        {
            _at = LocalTimes.Parse(schedule.At ?? throw new ArgumentException("A schedule has a cron expression or a time.", nameof(schedule)));
        }
    }

    /// <summary>The bounds are part of the schedule: an instant at <c>startAt</c> or <c>endAt</c> counts.</summary>
    public DateTimeOffset? Next(DateTimeOffset after)
    {
        var inclusive = after < _from;
        var next = NextUnbounded(inclusive ? _from : after, inclusive);
        return next is { } instant && instant <= _to ? instant : null;
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
        var local = TimeZoneInfo.ConvertTime(instant, _zone);
        var note = _zone.IsAmbiguousTime(local.DateTime) ? "fold" : IsMoved(local.DateTime) ? "gap" : null;
        return new(instant, local.ToString("yyyy-MM-ddTHH:mm:sszzz", CultureInfo.InvariantCulture), note);
    }

    /// <summary>Five fields, or six with seconds first.</summary>
    public static CronExpression Parse(string cron) => CronExpression.Parse(cron, cron.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).Length == 6 ? CronFormat.IncludeSeconds : CronFormat.Standard);

    private DateTimeOffset? NextUnbounded(DateTimeOffset from, bool inclusive)
    {
        if (_cron is not null)
        {
            return _cron.GetNextOccurrence(from.UtcDateTime, _zone, inclusive) is { } next ? new DateTimeOffset(next, TimeSpan.Zero) : null;
        }

        var instant = LocalTimes.ToInstant(_at, _zone);
        return instant > from || (inclusive && instant == from) ? instant : null;
    }

    // A wall clock that the rule does not name can only come from a skipped hour.
    private bool IsMoved(DateTime local)
    {
        var clock = DateTime.SpecifyKind(local, DateTimeKind.Utc);
        return _cron is null ? local != _at : _cron.GetNextOccurrence(clock, inclusive: true) != clock;
    }
}
