namespace SchedulerService.Holidays;

/// <summary>A day that the law names as a public holiday.</summary>
/// <param name="Name">As the regulation calls it.</param>
/// <param name="Day">Its date in a year; null when it cannot be told.</param>
internal sealed record KoreanHolidayRule(string Name, Func<int, DateOnly?> Day)
{
    public DateOnly First { get; init; } = DateOnly.MinValue;

    public DateOnly Last { get; init; } = DateOnly.MaxValue;

    /// <summary>From when on another day is given for one that is lost.</summary>
    public DateOnly SubstitutedSince { get; init; } = DateOnly.MaxValue;

    /// <summary>Whether it is lost on a Saturday too; on a Sunday, or on another holiday of a weekday, always.</summary>
    public bool LostOnSaturday { get; init; } = true;
}
