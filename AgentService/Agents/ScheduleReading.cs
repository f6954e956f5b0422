using AgentPlatform.Contracts.Schedules;

namespace AgentService.Agents;

/// <summary>How the schedule of a definition is read.</summary>
/// <param name="Kept">Stands in for a schedule that is not to be read anew.</param>
/// <param name="Zone">Stands in for the caller's zone where the schedule names none.</param>
/// <param name="MayBeOver">Whether all its instants may have passed.</param>
internal sealed record ScheduleReading(Schedule? Kept = null, string? Zone = null, bool MayBeOver = false);
