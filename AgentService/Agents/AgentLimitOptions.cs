using System.ComponentModel.DataAnnotations;

namespace AgentService.Agents;

/// <summary>How much one user may have.</summary>
internal sealed class AgentLimitOptions
{
    public const string Section = "Limits";

    /// <summary>Agents of one user, guest or not, whatever their status; deleted ones do not count. Default 1,000.</summary>
    [Range(1, 1_000_000)]
    public int MaxAgentsPerUser { get; set; } = 1000;
}
