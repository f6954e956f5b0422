namespace SchedulerService.Firing.Budgets;

/// <summary>Runs that a user's schedules started in a minute and in its day, and the paths of counts of earlier times that are still stored.</summary>
internal readonly record struct FireCount(int Minute, int Day, IReadOnlyList<(string Map, string Key)> Outdated);
