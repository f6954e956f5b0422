using System.ComponentModel.DataAnnotations;
using AgentPlatform.Contracts.Schedules;

namespace AgentPlatform.Contracts.Agents;

/// <summary>What a caller may set of an agent: body of <c>POST /api/agents</c>, <c>draft</c> of a test run, target of a merge patch.</summary>
public sealed record AgentDefinition
{
    [Required, StringLength(100, MinimumLength = 1)]
    public required string Name { get; init; }

    [Required(AllowEmptyStrings = true), StringLength(2000)]
    public string Description { get; init; } = "";

    [Required(AllowEmptyStrings = true), StringLength(32_000)]
    public string FinalAgentPrompt { get; init; } = "";

    /// <summary>Model name; the platform's default when null.</summary>
    [StringLength(100, MinimumLength = 1)]
    public string? Model { get; init; }

    [Required, MaxLength(32, ErrorMessage = "At most 32 items.")]
    public IReadOnlyList<string> Tools { get; init; } = [];

    public ScheduleInput? Schedule { get; init; }

    [Required]
    public AgentLimits Limits { get; init; } = new();

    [Required]
    public AgentRuntime Runtime { get; init; } = new();
}
