using AgentPlatform.Contracts;
using AgentPlatform.Contracts.Executions;
using AgentPlatform.Firestore;

namespace ExecutionService.Executions;

/// <summary>A run as stored: what the journal adds up to, and who holds it.</summary>
internal sealed record ExecutionState
{
    public required string Id { get; init; }

    public required string UserId { get; init; }

    public string? AgentId { get; init; }

    public int AgentVersion { get; init; }

    public required AgentSnapshot Agent { get; init; }

    public required ExecutionTrigger Trigger { get; init; }

    public string? Input { get; init; }

    public required string Status { get; init; }

    public DateTimeOffset? StartTime { get; init; }

    public DateTimeOffset? EndTime { get; init; }

    public string? Result { get; init; }

    public ExecutionError? Error { get; init; }

    public TokenUsage TokenUsage { get; init; } = new();

    public Cost Cost { get; init; } = Cost.Zero;

    public int StepCount { get; init; }

    /// <summary>Rises with every worker that takes the run: the fencing epoch of its writes.</summary>
    public int Attempt { get; init; }

    /// <summary>The worker that holds the run.</summary>
    public string? Owner { get; init; }

    /// <summary>When the run is to be looked at if nobody ends it before: the end of the lease, or now while queued.</summary>
    public DateTimeOffset SweepAt { get; init; }

    public bool CancelRequested { get; init; }

    /// <summary>Since when the run waits for a person; null when it does not.</summary>
    public DateTimeOffset? WaitingSince { get; init; }

    /// <summary>Seconds for which the run has waited for people before: they do not count against its limit.</summary>
    public double WaitedSeconds { get; init; }

    /// <summary>Tokens of model calls that broke off, as far as they may have been paid for: they count against every limit, and no step has them.</summary>
    public long LostTokens { get; init; }

    /// <summary>Tokens that count against the run's limit.</summary>
    public long SpentTokens => TokenUsage.Input + TokenUsage.Output + LostTokens;

    /// <summary>The W3C trace context of the request or message that ordered the run: whoever works on it goes on with that trace.</summary>
    public string? TraceParent { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    public Timestamp? StoredAt { get; init; }

    /// <summary>True until the run has ended.</summary>
    public bool Open => Status is ExecutionStatus.Queued or ExecutionStatus.Running or ExecutionStatus.Waiting;

    public Execution ToExecution() => new()
    {
        Id = Id,
        AgentId = AgentId,
        AgentVersion = AgentVersion,
        AgentName = Agent.Name,
        Trigger = Trigger,
        Input = Input,
        Status = Status,
        StartTime = StartTime,
        EndTime = EndTime,
        Result = Result,
        Error = Error,
        TokenUsage = TokenUsage,
        Cost = Cost,
        StepCount = StepCount,
        Attempt = Attempt,
        CreatedAt = CreatedAt,
    };
}
