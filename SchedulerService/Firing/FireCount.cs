namespace SchedulerService.Firing;

/// <summary>Runs that a user's schedules started in a minute and in its day.</summary>
internal readonly record struct FireCount(int Minute, int Day);
