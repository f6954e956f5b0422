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

/// <summary>Body of <c>POST /api/schedules/{agentId}/backfill</c>: the past interval whose instants are to run, both ends included.</summary>
public sealed record BackfillRequest
{
    [Required]
    public DateTimeOffset? From { get; init; }

    [Required]
    public DateTimeOffset? To { get; init; }

    /// <summary>Whether the runs wait for one another (<c>bufferAll</c>, the default) or not (<c>allowAll</c>).</summary>
    [AllowedValues(null, "bufferAll", "allowAll", ErrorMessage = "One of bufferAll or allowAll.")]
    public string? Overlap { get; init; }
}

/// <summary>How many instants of the interval will run, and how many ran before or will run by themselves.</summary>
public sealed record BackfillAnswer(int Accepted, int Skipped);

/// <summary>
/// One theoretical instant of a schedule and what became of it. <paramref name="ZoneData"/> names the edition of the time zone
/// data by which the instant was derived.
/// </summary>
public sealed record OccurrenceView(
    string OccurrenceId,
    DateTimeOffset ScheduledFor,
    string Outcome,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Reason,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? ExecutionId,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] DateTimeOffset? FiredAt,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? ZoneData = null);

/// <summary>Answer of <c>POST /api/schedules/{agentId}/trigger</c>.</summary>
public sealed record TriggerAnswer(string ExecutionId);
