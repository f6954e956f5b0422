namespace SchedulerService.Schedules.Shapes;

/// <summary>A day of the week (0 is Sunday) of a month: the first (1) to the fifth, or the last (-1).</summary>
internal readonly record struct NthDay(int Nth, int Day)
{
    /// <summary>Whether a date is this one of its month.</summary>
    public bool Is(DateOnly date) => (int)date.DayOfWeek == Day
        && (Nth < 0 ? date.Day > DateTime.DaysInMonth(date.Year, date.Month) - 7 : (date.Day - 1) / 7 == Nth - 1);
}
