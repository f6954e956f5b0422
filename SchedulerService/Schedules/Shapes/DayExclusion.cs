namespace SchedulerService.Schedules.Shapes;

/// <summary>Days on which a schedule does not fire.</summary>
internal sealed record DayExclusion
{
    public static readonly DayExclusion None = new();

    /// <summary>Days of the week as bits, bit 0 is Sunday.</summary>
    public int Days { get; init; }

    /// <summary>Days of the month; zero is the last one.</summary>
    public IReadOnlyList<int> MonthDays { get; init; } = [];

    /// <summary>Local dates: <c>2026-12-25</c>, or <c>12-25</c> for every year.</summary>
    public IReadOnlyList<string> Dates { get; init; } = [];

    public bool Holidays { get; init; }

    public bool IsEmpty => Days == 0 && MonthDays.Count == 0 && Dates.Count == 0 && !Holidays;

    public DayExclusion And(DayExclusion other) => new()
    {
        Days = Days | other.Days,
        MonthDays = [.. MonthDays.Union(other.MonthDays).OrderBy(day => day == 0 ? 32 : day)],
        Dates = [.. Dates.Union(other.Dates).Order(StringComparer.Ordinal)],
        Holidays = Holidays || other.Holidays,
    };
}
