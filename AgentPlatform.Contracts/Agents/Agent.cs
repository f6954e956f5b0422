using System.Text.Json.Serialization;
using AgentPlatform.Contracts.Schedules;

namespace AgentPlatform.Contracts.Agents;

/// <summary>An agent as answered.</summary>
public sealed record Agent
{
    public required string Id { get; init; }

    public required string Name { get; init; }

    public required string Description { get; init; }

    public required string FinalAgentPrompt { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Model { get; init; }

    public required IReadOnlyList<string> Tools { get; init; }

    public required Schedule? Schedule { get; init; }

    public required AgentLimits Limits { get; init; }

    public AgentRuntime Runtime { get; init; } = new();

    /// <summary><c>draft</c>, <c>active</c>, <c>inactive</c> or <c>archived</c>.</summary>
    public required string Status { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? StatusReason { get; init; }

    public required int Version { get; init; }

    public required TokenTotals TotalTokenUsage { get; init; }

    public required Cost TotalCost { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public LastExecution? LastExecution { get; init; }

    /// <summary>In the answer to an activation: the next 30 days of the schedule, when runs of the agent were measured.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public ScheduleForecast? Forecast { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    public required DateTimeOffset UpdatedAt { get; init; }
}

/// <summary>Tokens of all executions of an agent.</summary>
public sealed record TokenTotals(long Input, long Output);

/// <summary>The newest ended execution of an agent.</summary>
public sealed record LastExecution(string Id, string Status, DateTimeOffset EndTime);

/// <summary>One immutable definition of an agent.</summary>
public sealed record AgentVersion(
    int Version,
    string Name,
    string Description,
    string FinalAgentPrompt,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Model,
    IReadOnlyList<string> Tools,
    Schedule? Schedule,
    AgentLimits Limits,
    AgentRuntime Runtime,
    DateTimeOffset CreatedAt,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] int? RestoredFrom);

/// <summary>The definition as stored with a version: the schedule is resolved. Versions of before runtimes have none.</summary>
public sealed record AgentVersionDefinition(
    string Name, string Description, string FinalAgentPrompt, string? Model, IReadOnlyList<string> Tools, Schedule? Schedule, AgentLimits Limits, AgentRuntime? Runtime = null);

/// <summary>A ready example to start from.</summary>
public sealed record AgentTemplate(string Id, string Locale, string Name, string Description, string FinalAgentPrompt, IReadOnlyList<string> Tools, ScheduleInput? Schedule);
