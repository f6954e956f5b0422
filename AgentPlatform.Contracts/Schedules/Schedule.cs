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

    /// <summary>Local date and time of a schedule that fires once; null when <see cref="Cron"/> is set.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? At { get; init; }

    /// <summary>Five or six fields, evaluated in <see cref="TimeZone"/>; null when <see cref="At"/> is set.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Cron { get; init; }

    public required string TimeZone { get; init; }

    public string Overlap { get; init; } = "skip";

    public string CatchUp { get; init; } = "last";

    public string CatchUpWindow { get; init; } = "PT24H";

    public int JitterSeconds { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public DateTimeOffset? StartAt { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public DateTimeOffset? EndAt { get; init; }

    public required LocalizedText Text { get; init; }

    /// <summary>The next five instants, in UTC.</summary>
    public IReadOnlyList<DateTimeOffset> NextRuns { get; init; } = [];
}

/// <summary>One sentence in both languages of the product.</summary>
public sealed record LocalizedText(string Ko, string En);
