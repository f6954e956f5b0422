using SchedulerService.Firing.Rules;
using SchedulerService.Schedules.Storage;

namespace SchedulerService.Firing;

/// <summary>A schedule as it was read, without runs that have ended, and what was decided of it.</summary>
internal sealed record DecidedSchedule(StoredSchedule Schedule, FiringDecision Decision)
{
    /// <summary>Documents that its commit writes at most: its records, itself and the user's counts. One more holds the orders of the whole commit.</summary>
    public int Writes => Decision.Occurrences.Count + 2;
}
