namespace SchedulerService.Instants.Zones;

/// <summary>
/// The instants at which clocks of a zone show the times of a rule. A time that the clocks skip is the first valid instant after it, once
/// however many are skipped, or is left out (<paramref name="skipGaps"/>). A time that comes twice counts the first time, or both times
/// (<paramref name="bothFolds"/>); intervals always go on through both.
/// </summary>
internal sealed class WallClockInstants(IWallClockRule rule, ZoneOffsets zone, bool skipGaps, bool bothFolds) : IInstants
{
    private readonly bool _both = bothFolds || rule.IsInterval;

    public DateTime? AtOrAfter(DateTime utc)
    {
        var near = zone.Near(utc);

        if (!near.IsFold)
        {
            return Map(utc + (utc < near.At ? near.Before : near.After));
        }

        if (utc < near.At)
        {
            var local = utc + near.Before;
            return local < near.StartAfter ? Map(local) : InFirst(local, near);
        }

        return utc + near.After < near.EndBefore ? InSecond(utc + near.After, near) : Map(utc + near.After);
    }

    public IEnumerable<DateTime> SkippedAt(IEnumerable<OffsetChange> gaps)
    {
        // A rule of few times is asked for each of them and not for each gap.
        DateTime? next = DateTime.MinValue;
        foreach (var gap in gaps)
        {
            next = next < gap.EndBefore ? rule.AtOrAfter(gap.EndBefore) : next;
            for (; next < gap.StartAfter; next = rule.AtOrAfter(next.Value.AddTicks(1)))
            {
                yield return next.Value;
            }

            if (next is null)
            {
                yield break;
            }
        }
    }

    /// <summary>From within the first coming of a fold.</summary>
    private DateTime? InFirst(DateTime local, OffsetChange fold) =>
        rule.AtOrAfter(local) is { } next && next < fold.EndBefore ? next - fold.Before : InSecond(fold.StartAfter, fold);

    /// <summary>From within the second coming of a fold.</summary>
    private DateTime? InSecond(DateTime local, OffsetChange fold) =>
        _both && rule.AtOrAfter(local) is { } next && next < fold.EndBefore ? next - fold.After : Map(fold.EndBefore);

    /// <summary>From a time before which every instant is known to be past, so that what comes twice has both comings ahead.</summary>
    private DateTime? Map(DateTime local)
    {
        while (rule.AtOrAfter(local) is { } next)
        {
            var near = zone.Near(next);

            if (next < near.EndBefore)
            {
                return next - near.Before;
            }

            if (!near.IsGap || next >= near.StartAfter)
            {
                return next - near.After;
            }

            if (!skipGaps)
            {
                return near.At;
            }

            local = near.StartAfter;
        }

        return null;
    }
}
