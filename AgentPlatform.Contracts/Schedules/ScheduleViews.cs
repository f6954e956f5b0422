using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;

namespace AgentPlatform.Contracts.Schedules;

/// <summary>One row of <c>GET /api/schedules</c>.</summary>
public sealed record ScheduleView(
    string AgentId,
    string AgentName,
    Schedule Schedule,
    bool Paused,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? PausedReason,
    DateTimeOffset? NextRunAt,
    DateTimeOffset? LastRunAt,
    string? LastStatus);

/// <summary>Body of <c>POST /api/schedules/preview</c>: either the next <c>count</c> runs, or all of the next <c>days</c> days.</summary>
public sealed record PreviewRequest
{
    [Required]
    public ScheduleInput? Schedule { get; init; }

    public DateTimeOffset? From { get; init; }

    [Range(1, 100)]
    public int? Count { get; init; }

    [Range(1, 366)]
    public int? Days { get; init; }
}

/// <summary>Answer of a preview; nothing is stored.</summary>
public sealed record Preview(Schedule Schedule, IReadOnlyList<PreviewRun> Runs);

/// <summary>One instant, its wall-clock form, and whether the clock jumped there.</summary>
public sealed record PreviewRun(
    DateTimeOffset At,
    string Local,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Note);

/// <summary>Body of <c>POST /api/schedules/{agentId}/pause</c>.</summary>
public sealed record PauseRequest([property: StringLength(500)] string? Reason = null);

/// <summary>One theoretical instant of a schedule and what became of it.</summary>
public sealed record OccurrenceView(
    string OccurrenceId,
    DateTimeOffset ScheduledFor,
    string Outcome,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Reason,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? ExecutionId,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] DateTimeOffset? FiredAt);

/// <summary>Answer of <c>POST /api/schedules/{agentId}/trigger</c>.</summary>
public sealed record TriggerAnswer(string ExecutionId);
