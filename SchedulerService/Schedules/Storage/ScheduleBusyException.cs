namespace SchedulerService.Schedules.Storage;

/// <summary>Others wrote a schedule's document for as long as a change of it had patience. It passes by itself, as an outage does: the bus tries again for minutes.</summary>
internal sealed class ScheduleBusyException(string agentId) : TimeoutException($"The schedule of agent {agentId} is changed by others all the time.");
