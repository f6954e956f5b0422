using SchedulerService.Phrases.Words;

namespace SchedulerService.Schedules.Shapes;

/// <summary>Only each n-th day, week or month counts, from the first day of the schedule on.</summary>
internal readonly record struct DayStep(TimeUnit Unit, int Count);
