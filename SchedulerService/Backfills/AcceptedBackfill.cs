using AgentPlatform.Contracts.Schedules;

namespace SchedulerService.Backfills;

/// <summary>What a backfill answered, stored by the commit that accepted it: a try after a crash finds it by its id.</summary>
internal sealed record AcceptedBackfill(string Id, int Accepted, int Skipped)
{
    /// <summary>The most that one schedule keeps. The key of an older one was answered, and its answer is kept for a day elsewhere.</summary>
    public const int Max = 20;

    public BackfillAnswer Answer => new(Accepted, Skipped);
}
