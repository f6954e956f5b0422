using AgentPlatform.Contracts.Schedules;

namespace SchedulerService.Firing.Backlogs;

/// <summary>
/// Instants that were still due when their schedule changed, for a change does not wait until a long backlog is decided: each
/// from <paramref name="Next"/> to <paramref name="Until"/> gets a record with this outcome, and none of them fires any more.
/// </summary>
internal sealed record Unsettled(Schedule Schedule, DateTimeOffset Next, DateTimeOffset Until, string Outcome, string Reason)
{
    /// <summary>The most backlogs that one schedule has at a time; a change waits while there are as many.</summary>
    public const int Max = 10;

    /// <summary>Those of the instants until then may have been decided by an earlier rule; null when none can.</summary>
    public DateTimeOffset? DecidedUntil { get; init; }
}
