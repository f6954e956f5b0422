namespace SchedulerService.Instants;

/// <summary>One date and time.</summary>
internal sealed class OneTimeRule(DateTime at) : IWallClockRule
{
    public bool IsInterval => false;

    public DateTime? AtOrAfter(DateTime from) => at >= from ? at : null;
}
