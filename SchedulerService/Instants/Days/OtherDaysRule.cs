namespace SchedulerService.Instants.Days;

/// <summary>The times of a rule that fall on no excluded day. The day is that of the time as the rule names it, before a clock's jump moves it.</summary>
internal sealed class OtherDaysRule(IWallClockRule rule, ExcludedDays excluded) : IWallClockRule
{
    public bool IsInterval => rule.IsInterval;

    public DateTime? AtOrAfter(DateTime from)
    {
        for (var (at, end) = (from, SearchReach.After(from)); at <= end;)
        {
            if (rule.AtOrAfter(at) is not { } found)
            {
                return null;
            }

            if (!excluded.Has(DateOnly.FromDateTime(found)))
            {
                return found;
            }

            at = found.Date.AddDays(1);
        }

        return null;
    }
}
