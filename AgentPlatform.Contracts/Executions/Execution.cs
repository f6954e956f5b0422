using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;
using AgentPlatform.Contracts.Agents;

namespace AgentPlatform.Contracts.Executions;

/// <summary>One run of an agent, as answered.</summary>
public sealed record Execution
{
    public required string Id { get; init; }

    /// <summary>Null for a test run of a draft.</summary>
    public required string? AgentId { get; init; }

    /// <summary>Zero for a test run of a draft.</summary>
    public required int AgentVersion { get; init; }

    public required string AgentName { get; init; }

    public required ExecutionTrigger Trigger { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Input { get; init; }

    public required string Status { get; init; }

    public required DateTimeOffset? StartTime { get; init; }

    public required DateTimeOffset? EndTime { get; init; }

    public required string? Result { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public ExecutionError? Error { get; init; }

    public required TokenUsage TokenUsage { get; init; }

    public required Cost Cost { get; init; }

    public required int StepCount { get; init; }

    /// <summary>How many workers have held the run: 1 unless one died.</summary>
    public required int Attempt { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }
}

/// <summary>What started a run; <paramref name="ScheduledFor"/> is the theoretical instant of a scheduled one.</summary>
public sealed record ExecutionTrigger(string Kind, [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] DateTimeOffset? ScheduledFor = null);

/// <summary>Why a run failed.</summary>
public sealed record ExecutionError(string Code, string Message);

/// <summary>The kinds of a trigger.</summary>
public static class TriggerKind
{
    public const string Api = "api";
    public const string Backfill = "backfill";
    public const string Manual = "manual";
    public const string Retry = "retry";
    public const string Schedule = "schedule";
    public const string Test = "test";
}

/// <summary>The statuses of an execution.</summary>
public static class ExecutionStatus
{
    public const string Cancelled = "cancelled";
    public const string Failed = "failed";
    public const string Queued = "queued";
    public const string Running = "running";
    public const string Success = "success";
    public const string Waiting = "waiting";
}

/// <summary>Body of <c>POST /api/executions</c>: an agent of the caller's, or a draft to be tested.</summary>
public sealed record StartExecutionRequest
{
    [StringLength(64, MinimumLength = 1)]
    public string? AgentId { get; init; }

    public AgentDefinition? Draft { get; init; }

    [StringLength(32_000)]
    public string? Input { get; init; }
}

/// <summary>One step of a run: a reading of the journal.</summary>
public sealed record ExecutionStep(
    int Index,
    string Kind,
    string Name,
    string Status,
    DateTimeOffset StartTime,
    DateTimeOffset? EndTime,
    string? Input,
    string? Output,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] TokenUsage? TokenUsage,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] ExecutionError? Error);
