namespace SchedulerService.Schedules;

/// <summary>A schedule as people think of it: the common form of phrases and of the frequency form, before cron.</summary>
internal sealed record ScheduleShape(ScheduleKind Kind)
{
    /// <summary>Every so many minutes or hours.</summary>
    public int Every { get; init; } = 1;

    public int Minute { get; init; }

    public IReadOnlyList<int> Hours { get; init; } = [];

    /// <summary>Days of the week as bits, bit 0 is Sunday; zero is any day.</summary>
    public int Days { get; init; }

    /// <summary>Days of the month in rising order; zero is the last one.</summary>
    public IReadOnlyList<int> MonthDays { get; init; } = [];

    /// <summary>Local date and time of a schedule that fires once.</summary>
    public DateTime At { get; init; }

    public ScheduleShape AtTime(int hour, int minute) => Kind == ScheduleKind.Once
        ? this with { At = At.Date.AddHours(hour).AddMinutes(minute) }
        : this with { Hours = [hour], Minute = minute };
}
