using System.Collections.Concurrent;

namespace SchedulerService.Instants.Zones;

/// <summary>
/// What a zone's clocks show, taken from the one direction that is always unambiguous: the offset at an instant. What TimeZoneInfo says of
/// wall-clock times (invalid, ambiguous) follows from adjustment rules and misses changes of the standard offset, so it is not asked.
/// The changes of a year are found once and kept.
/// </summary>
internal sealed class ZoneOffsets
{
    private const int FirstYear = 1969;

    // No zone has had two changes within six days since 1970, nor will by the rules that are known: half a day finds each.
    private static readonly TimeSpan Step = TimeSpan.FromHours(12);
    private static readonly TimeSpan Day = TimeSpan.FromDays(1);
    private static readonly ConcurrentDictionary<string, ZoneOffsets> Known = new(StringComparer.Ordinal);

    private readonly TimeZoneInfo _zone;
    private readonly Year?[] _years = new Year?[SearchReach.LastYear + 2 - FirstYear];

    private ZoneOffsets(string zone) => _zone = TimeZoneInfo.FindSystemTimeZoneById(zone);

    /// <summary>There are as many as the system has zones.</summary>
    /// <exception cref="TimeZoneNotFoundException">The system has no such zone.</exception>
    public static ZoneOffsets Of(string zone) => Known.GetOrAdd(zone, id => new(id));

    /// <summary>The offset at an instant.</summary>
    public TimeSpan At(DateTime utc)
    {
        var year = InYear(utc);
        var offset = year.Offset;

        foreach (var change in year.Changes)
        {
            if (change.At > utc)
            {
                break;
            }

            offset = change.After;
        }

        return offset;
    }

    /// <summary>
    /// The change within a day of a time, which may be an instant, or a wall-clock time taken for one: no offset is as much as a day.
    /// Without one, both offsets are the one that holds.
    /// </summary>
    public OffsetChange Near(DateTime time)
    {
        var year = InYear(time);
        var offset = year.Offset;

        foreach (var change in year.Changes)
        {
            if (change.At > time + Day)
            {
                break;
            }

            if (change.At >= time - Day)
            {
                return change;
            }

            offset = change.After;
        }

        return new(time, offset, offset);
    }

    /// <summary>The first instant at which clocks show a time or, if they skip it, a later one.</summary>
    public DateTime FirstInstant(DateTime local)
    {
        var change = Near(local);
        return local < change.EndBefore ? local - change.Before : change.IsGap && local < change.StartAfter ? change.At : local - change.After;
    }

    /// <summary>The jumps forward from one instant to another, both included, in their order.</summary>
    public IEnumerable<OffsetChange> Gaps(DateTime from, DateTime to)
    {
        for (var year = from.Year; year <= Math.Min(to.Year, SearchReach.LastYear); year++)
        {
            foreach (var change in InYear(new DateTime(year, 1, 1)).Changes)
            {
                if (change.IsGap && change.At.Year == year && change.At >= from && change.At <= to)
                {
                    yield return change;
                }
            }
        }
    }

    private Year InYear(DateTime time)
    {
        ref var year = ref _years[Math.Clamp(time.Year - FirstYear, 0, _years.Length - 1)];
        return year ??= Scan(Math.Clamp(time.Year, FirstYear, FirstYear + _years.Length - 1));
    }

    /// <summary>A year with the two days before it and after it, so that what is near is in it.</summary>
    private Year Scan(int year)
    {
        var (start, end) = (new DateTime(year, 1, 1) - Day - Day, new DateTime(year + 1, 1, 1) + Day + Day);
        var first = Ask(start);
        var (offset, changes) = (first, new List<OffsetChange>());

        for (var at = start; at < end; at += Step)
        {
            if (Ask(at + Step) is var next && next != offset)
            {
                changes.Add(new(Find(at, at + Step, offset), offset, next));
                offset = next;
            }
        }

        return new(first, [.. changes]);
    }

    /// <summary>To the second, which is as fine as zone data is.</summary>
    private DateTime Find(DateTime before, DateTime after, TimeSpan offset)
    {
        while (after - before > TimeSpan.FromSeconds(1))
        {
            var middle = before.AddSeconds((long)(after - before).TotalSeconds / 2);
            (before, after) = Ask(middle) == offset ? (middle, after) : (before, middle);
        }

        return after;
    }

    private TimeSpan Ask(DateTime utc) => _zone.GetUtcOffset(new DateTimeOffset(utc, TimeSpan.Zero));

    private sealed record Year(TimeSpan Offset, OffsetChange[] Changes);
}
