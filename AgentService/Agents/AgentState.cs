using AgentPlatform.Contracts;
using AgentPlatform.Contracts.Agents;
using AgentPlatform.Firestore;

namespace AgentService.Agents;

/// <summary>An agent as stored. The revision rises with every edit, not with every run, so that a run never invalidates an ETag.</summary>
internal sealed record AgentState
{
    public required string Id { get; init; }

    public required string UserId { get; init; }

    public required AgentVersionDefinition Definition { get; init; }

    public required string Status { get; init; }

    public string? StatusReason { get; init; }

    public required int Version { get; init; }

    public required long Revision { get; init; }

    public TokenTotals Tokens { get; init; } = new(0, 0);

    public Cost Cost { get; init; } = Cost.Zero;

    public LastExecution? LastExecution { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    public required DateTimeOffset UpdatedAt { get; init; }

    /// <summary>When the store last changed the document; null for one that is not stored yet.</summary>
    public Timestamp? StoredAt { get; init; }

    /// <summary>Quoted, as HTTP has it.</summary>
    public string ETag => $"\"{Revision}\"";

    /// <summary>The agent as answered, with the next instants of its schedule.</summary>
    public Agent ToAgent(IReadOnlyList<DateTimeOffset>? nextRuns) => new()
    {
        Id = Id,
        Name = Definition.Name,
        Description = Definition.Description,
        FinalAgentPrompt = Definition.FinalAgentPrompt,
        Model = Definition.Model,
        Tools = Definition.Tools,
        Schedule = nextRuns is null ? Definition.Schedule : Definition.Schedule! with { NextRuns = nextRuns },
        Limits = Definition.Limits,
        Runtime = Definition.Runtime ?? new(),
        Status = Status,
        StatusReason = StatusReason,
        Version = Version,
        TotalTokenUsage = Tokens,
        TotalCost = Cost,
        LastExecution = LastExecution,
        CreatedAt = CreatedAt,
        UpdatedAt = UpdatedAt,
    };

    /// <summary>The next revision with the changes of <paramref name="change"/>.</summary>
    public AgentState Edit(DateTimeOffset now, Func<AgentState, AgentState> change) => change(this) with { Revision = Revision + 1, UpdatedAt = now };
}
