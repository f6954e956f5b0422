using System.Globalization;
using System.Text.Json;
using AgentPlatform.Contracts.Schedules;
using AgentPlatform.ServiceDefaults.Json;
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
    private readonly bool _skipsGaps;

    /// <exception cref="ArgumentException">The schedule is not a resolved one.</exception>
    public ScheduleClock(Schedule schedule)
    {
        _zone = ZoneOffsets.Of(schedule.TimeZone);
        _rules = [.. ScheduleInstants.Of(schedule, _zone).Select(rule => new Remembered(rule))];
        _from = schedule.StartAt ?? DateTimeOffset.UnixEpoch;
        _to = schedule.EndAt ?? DateTimeOffset.MaxValue;
        _skipsGaps = ScheduleInstants.SkipsGaps(schedule);
    }

    /// <summary>Everything that decides when the instants are and when they are due, as text: two schedules of the same key have the same clock.</summary>
    public static string KeyOf(Schedule schedule) => JsonSerializer.Serialize(
        schedule with
        {
            CatchUp = "",
            CatchUpWindow = "",
            DayOfMonth = null,
            DaysOfWeek = null,
            Frequency = null,
            NextRuns = [],
            Overlap = "",
            PauseAfterFailures = null,
            Phrase = null,
            PhraseBounds = null,
            PhraseReadAt = null,
            Text = new LocalizedText("", ""),
            Time = null,
        },
        JsonDefaults.Strict);

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

    /// <summary>An instant as its wall clock shows it, and whether it stands for times that clocks skip, or comes twice.</summary>
    public PreviewRun Preview(DateTimeOffset instant)
    {
        var local = instant.ToOffset(_zone.At(instant.UtcDateTime));
        var near = _zone.Near(instant.UtcDateTime);
        var isFold = near.IsFold && local.DateTime >= near.StartAfter && local.DateTime < near.EndBefore;
        var isGap = near.IsGap && near.At == instant.UtcDateTime && !_skipsGaps && _rules.Any(rule => rule.SkippedAt([near]).Any());
        return new(instant, local.ToString("yyyy-MM-ddTHH:mm:sszzz", CultureInfo.InvariantCulture), isFold ? "fold" : isGap ? "gap" : null);
    }

    /// <summary>The first <paramref name="max"/> wall-clock times of the rules that have no instant, for clocks skip them by a jump from one instant to another, both included.</summary>
    public IReadOnlyList<SkippedTime> Skipped(DateTimeOffset from, DateTimeOffset to, int max)
    {
        if (!_skipsGaps)
        {
            return [];
        }

        var gaps = _zone.Gaps((from > _from ? from : _from).UtcDateTime, (to < _to ? to : _to).UtcDateTime);
        return [.. _rules.SelectMany(rule => rule.SkippedAt(gaps).Take(max)).Distinct().Order().Take(max).Select(local => new SkippedTime(local.ToString("s", CultureInfo.InvariantCulture), "gap"))];
    }
}
