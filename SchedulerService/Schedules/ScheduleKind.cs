namespace SchedulerService.Schedules;

/// <summary>The shapes that the grammar and the frequency form can make.</summary>
internal enum ScheduleKind
{
    Minutes,
    Hours,
    Daily,
    Weekly,
    Monthly,
    Once,
}
