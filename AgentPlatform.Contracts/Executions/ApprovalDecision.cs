using System.ComponentModel.DataAnnotations;

namespace AgentPlatform.Contracts.Executions;

/// <summary>Body of <c>POST /api/executions/{id}/approvals/{stepIndex}</c>.</summary>
public sealed record ApprovalDecision
{
    /// <summary>Whether the tool is to be called.</summary>
    [Required]
    public required bool Approve { get; init; }

    /// <summary>Told to the agent when the call is refused.</summary>
    [StringLength(2000)]
    public string? Note { get; init; }
}
