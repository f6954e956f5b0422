using AgentPlatform.Contracts.Executions;

namespace AgentPlatform.Contracts.Messages;

/// <summary>Start a run of an agent. The id is chosen by the sender, so that sending twice starts one run.</summary>
public sealed record StartExecution(string ExecutionId, string UserId, string AgentId, ExecutionTrigger Trigger, string? Input);

/// <summary>End a run before its time. A run that is not known (yet) or has ended is left alone: whoever means it asks again.</summary>
public sealed record CancelExecution(string ExecutionId, string UserId);

/// <summary>A run waits for a worker: the doorbell of ExecutionService.</summary>
public sealed record ExecutionQueued(string ExecutionId, string UserId = "");

/// <summary>A run ended, with everything that other services keep of it.</summary>
public sealed record ExecutionEnded(
    string ExecutionId,
    string UserId,
    string? AgentId,
    int AgentVersion,
    ExecutionTrigger Trigger,
    string Status,
    DateTimeOffset StartTime,
    DateTimeOffset EndTime,
    string? Result,
    ExecutionError? Error,
    string Model,
    TokenUsage TokenUsage,
    Cost Cost);
