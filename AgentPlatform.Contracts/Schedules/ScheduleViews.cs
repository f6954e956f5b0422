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

/// <summary>Body of <c>POST /api/schedules/preview</c>: either the next <c>count</c> runs, or all of the next <c>days</c> days with a forecast.</summary>
public sealed record PreviewRequest
{
    [Required]
    public ScheduleInput? Schedule { get; init; }

    public DateTimeOffset? From { get; init; }

    [Range(1, 100)]
    public int? Count { get; init; }

    [Range(1, 366)]
    public int? Days { get; init; }

    /// <summary>With <see cref="Days"/>: the agent whose last successful runs say how long a run takes and what it costs.</summary>
    [RegularExpression(IdPattern, ErrorMessage = IdMessage)]
    public string? AgentId { get; init; }

    /// <summary>With <see cref="Days"/>: one successful run, such as the test run of a draft, that says it too.</summary>
    [RegularExpression(IdPattern, ErrorMessage = IdMessage)]
    public string? ExecutionId { get; init; }

    private const string IdPattern = "^[A-Za-z0-9_-]{1,64}$";
    private const string IdMessage = "An id has 1 to 64 letters, digits, - and _.";
}

/// <summary>
/// Answer of a preview; nothing is stored. Of days it has a forecast, and the first instants only where there are very many:
/// then it is <paramref name="Truncated"/> and <paramref name="Total"/> says how many they are. <paramref name="Skipped"/> are
/// times between these instants that clocks skip and the schedule leaves out (<c>gap: skip</c>); absent when there are none.
/// </summary>
public sealed record Preview(
    Schedule Schedule,
    IReadOnlyList<PreviewRun> Runs,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] bool? Truncated = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] int? Total = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] ScheduleForecast? Forecast = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] IReadOnlyList<SkippedTime>? Skipped = null);

/// <summary>A wall-clock time of a schedule (<c>2027-03-14T02:30:00</c>) that has no instant, for clocks skip it; the note is <c>gap</c>.</summary>
public sealed record SkippedTime(string Local, string Note);

/// <summary>One instant, its wall-clock form, and whether it stands for times that clocks skip (<c>gap</c>) or comes twice (<c>fold</c>).</summary>
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

/// <summary>Answer of <c>POST /internal/tick</c>: schedules that were decided, whether more are due, and when the next one is; null when none is.</summary>
public sealed record TickAnswer(int Decided, bool MoreDue, DateTimeOffset? NextDueAt);
