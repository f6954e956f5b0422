namespace AgentPlatform.Contracts.Agents;

/// <summary>The statuses of an agent.</summary>
public static class AgentStatus
{
    public const string Active = "active";
    public const string Archived = "archived";
    public const string Draft = "draft";
    public const string Inactive = "inactive";
}
