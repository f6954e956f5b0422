using System.Text.Json.Serialization;

namespace AgentPlatform.Contracts.Schedules;

/// <summary>A schedule as answered: every default resolved, said in both languages, with its next instants.</summary>
public sealed record Schedule
{
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Phrase { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Frequency { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Time { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<string>? DaysOfWeek { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public DayOfMonth? DayOfMonth { get; init; }

    /// <summary>The rules of a schedule that one cron expression cannot say; null when <see cref="Cron"/> or <see cref="At"/> is set.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<ScheduleSpec>? Specs { get; init; }

    /// <summary>Days without instants.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public ScheduleExclusion? Except { get; init; }

    /// <summary>Whose public holidays count, where they do: <c>KR</c>.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? HolidayCalendar { get; init; }

    /// <summary>Local date and time of a schedule that fires once; null when <see cref="Cron"/> is set.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? At { get; init; }

    /// <summary>Five or six fields, evaluated in <see cref="TimeZone"/>; null when <see cref="At"/> is set.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Cron { get; init; }

    public required string TimeZone { get; init; }

    /// <summary>A wall-clock time that a clock skips: <c>next</c>, the first valid instant after it, or <c>skip</c>.</summary>
    public string Gap { get; init; } = "next";

    /// <summary>A wall-clock time that comes twice: <c>first</c>, or <c>both</c>. Intervals go on through both.</summary>
    public string Fold { get; init; } = "first";

    public string Overlap { get; init; } = "skip";

    public string CatchUp { get; init; } = "last";

    public string CatchUpWindow { get; init; } = "PT24H";

    /// <summary>Each instant fires after a delay of its own, in whole seconds from 0 to this, that is over before the next instant.</summary>
    public int JitterSeconds { get; init; }

    /// <summary>Scheduled runs that fail one after another until the schedule pauses itself; 0 for never; the platform's own number when null.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public int? PauseAfterFailures { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public DateTimeOffset? StartAt { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public DateTimeOffset? EndAt { get; init; }

    /// <summary>
    /// Which of <c>startAt</c> and <c>endAt</c> the phrase itself says: they are wall-clock times of <see cref="TimeZone"/>, and stay so in another zone.
    /// Null when it says none that counts.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<string>? PhraseBounds { get; init; }

    /// <summary>
    /// The wall-clock time from which a beginning or an end of the phrase was reckoned: "tomorrow", "until December 24". Given beside the same
    /// phrase it gives the same ones again. Null when the phrase says none.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? PhraseReadAt { get; init; }

    public required LocalizedText Text { get; init; }

    /// <summary>The next five instants, in UTC.</summary>
    public IReadOnlyList<DateTimeOffset> NextRuns { get; init; } = [];
}

/// <summary>One sentence in both languages of the product.</summary>
public sealed record LocalizedText(string Ko, string En);
