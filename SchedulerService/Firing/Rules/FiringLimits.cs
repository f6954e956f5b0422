namespace SchedulerService.Firing.Rules;

/// <summary>The bounds of one decision.</summary>
/// <param name="MaxInstants">Instants that it decides; what remains is due again at once.</param>
/// <param name="MaxWaiting">Instants of a schedule that may wait.</param>
/// <param name="BackfillBatch">Instants of a backfill that it starts.</param>
/// <param name="OnTime">How late an instant may be and still not need to be caught up.</param>
/// <param name="WaitingCheck">After which it is asked whether a run that is waited for still goes on.</param>
internal sealed record FiringLimits(int MaxInstants, int MaxWaiting, int BackfillBatch, TimeSpan OnTime, TimeSpan WaitingCheck)
{
    /// <summary>Between two batches of a backfill whose runs do not wait for one another.</summary>
    public static readonly TimeSpan BackfillPause = TimeSpan.FromSeconds(1);

    /// <summary>Runs that the user's schedules may still start now.</summary>
    public int FiresLeft { get; init; } = int.MaxValue;

    /// <summary>Why there are no more.</summary>
    public string OverBudgetReason { get; init; } = "";

    public static FiringLimits Of(FiringOptions options) => new(
        options.MaxInstantsPerCommit,
        options.MaxWaiting,
        options.BackfillBatch,
        TimeSpan.FromSeconds(options.OnTimeSeconds),
        TimeSpan.FromSeconds(options.WaitingCheckSeconds));
}
