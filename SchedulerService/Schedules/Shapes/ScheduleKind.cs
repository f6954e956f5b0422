namespace SchedulerService.Schedules.Shapes;

/// <summary>The shapes that the grammar, the frequency form and specs can make.</summary>
internal enum ScheduleKind
{
    /// <summary>Every so many minutes of the hour, or of a window of the day.</summary>
    Minutes,

    /// <summary>Every so many hours of the day.</summary>
    Hours,

    /// <summary>Every so many minutes of elapsed time since an anchor.</summary>
    Elapsed,

    /// <summary>Times of day on chosen days.</summary>
    Days,

    Once,
}
