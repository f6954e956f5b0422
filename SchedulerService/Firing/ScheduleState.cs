using AgentPlatform.Contracts.Schedules;

namespace SchedulerService.Firing;

/// <summary>What a firing decision depends on. <paramref name="NextRunAt"/> is the first instant that has no record yet.</summary>
internal sealed record ScheduleState(string AgentId, int Version, Schedule Schedule, bool Active, bool Paused, DateTimeOffset? NextRunAt, bool IsRunning)
{
    public string? PausedReason { get; init; }
}
