using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;

namespace AgentPlatform.Contracts.Schedules;

/// <summary>
/// One rule of a schedule that is more than a cron expression says; a schedule has the instants of all its specs. Exactly one of
/// <see cref="Cron"/>, <see cref="Every"/> and <see cref="Times"/>.
/// </summary>
public sealed record ScheduleSpec
{
    /// <summary>Five fields, or six with seconds first.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull), StringLength(200, MinimumLength = 1)]
    public string? Cron { get; init; }

    /// <summary>ISO 8601 duration of one minute to 366 days, such as <c>PT90M</c>: elapsed time from <see cref="Anchor"/>, whatever wall clocks do.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull), StringLength(32, MinimumLength = 1)]
    public string? Every { get; init; }

    /// <summary>The instant from which <see cref="Every"/> counts, itself the first; the moment of creation when absent.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public DateTimeOffset? Anchor { get; init; }

    /// <summary>Wall-clock times <c>HH:mm</c> on the days of <see cref="Days"/>; on every day without them.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull), MinLength(1), MaxLength(48, ErrorMessage = "At most 48 items.")]
    public IReadOnlyList<string>? Times { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public DayRule? Days { get; init; }
}

/// <summary>
/// Which days. All members that are given must hold, but <see cref="DaysOfMonth"/>, <see cref="NthWeekdays"/> and
/// <see cref="BusinessDays"/> each add days of the month. With <c>everyDays</c>, <c>everyWeeks</c> (weeks begin on Monday) or
/// <c>everyMonths</c> only each n-th day, week or month counts, from the one that holds <see cref="AnchorDate"/>.
/// </summary>
public sealed record DayRule
{
    /// <summary>mon, tue, wed, thu, fri, sat, sun.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull), MinLength(1), MaxLength(7)]
    public IReadOnlyList<string>? DaysOfWeek { get; init; }

    /// <summary>Days of the month; one that a month lacks is passed over in it.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull), MinLength(1), MaxLength(32)]
    public IReadOnlyList<DayOfMonth>? DaysOfMonth { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull), MinLength(1), MaxLength(42)]
    public IReadOnlyList<NthWeekday>? NthWeekdays { get; init; }

    /// <summary>The n-th business day of the month, 1 to 23; counted from its end, -1 to -23. Business days are Monday to Friday without the public holidays of the schedule's calendar.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull), MinLength(1), MaxLength(46)]
    public IReadOnlyList<int>? BusinessDays { get; init; }

    /// <summary>Months, 1 to 12.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull), MinLength(1), MaxLength(12)]
    public IReadOnlyList<int>? Months { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull), Range(2, 366)]
    public int? EveryDays { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull), Range(2, 52)]
    public int? EveryWeeks { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull), Range(2, 120)]
    public int? EveryMonths { get; init; }

    /// <summary>Local date, <c>2026-11-27</c>; today when absent.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull), StringLength(10, MinimumLength = 10)]
    public string? AnchorDate { get; init; }
}

/// <summary>A weekday of a month: the first (1) to the fifth (5), or the last (-1).</summary>
public sealed record NthWeekday([property: AllowedValues(1, 2, 3, 4, 5, -1, ErrorMessage = "1 to 5, or -1 for the last.")] int Nth, [property: AllowedValues("mon", "tue", "wed", "thu", "fri", "sat", "sun", ErrorMessage = "One of mon, tue, wed, thu, fri, sat or sun.")] string Day);

/// <summary>Days on which a schedule has no instants, whatever its rules say.</summary>
public sealed record ScheduleExclusion
{
    /// <summary>mon, tue, wed, thu, fri, sat, sun.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull), MinLength(1), MaxLength(6)]
    public IReadOnlyList<string>? DaysOfWeek { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull), MinLength(1), MaxLength(32)]
    public IReadOnlyList<DayOfMonth>? DaysOfMonth { get; init; }

    /// <summary>Local dates: <c>2026-12-25</c>, or <c>12-25</c> for every year.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull), MinLength(1), MaxLength(366)]
    public IReadOnlyList<string>? Dates { get; init; }

    /// <summary>Also the public holidays of the schedule's calendar.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool Holidays { get; init; }
}
