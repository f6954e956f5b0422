using SchedulerService.Schedules;

namespace SchedulerService.Firing;

/// <summary>A schedule as it was read, without runs that have ended, and what was decided of it.</summary>
internal sealed record DecidedSchedule(StoredSchedule Schedule, FiringDecision Decision)
{
    /// <summary>Documents that its commit writes at most, with the user's counts.</summary>
    public int Writes => Decision.Occurrences.Count + Decision.Fired.Count() + Decision.Cancelled.Count + 3;
}
