namespace AgentPlatform.Llm.Simulation;

/// <summary>The designer's tools that the rules know how to call.</summary>
internal static class DesignerToolNames
{
    public const string AskUser = "ask_user";
    public const string DraftAgent = "draft_agent";
    public const string ListAgents = "list_agents";
    public const string SaveAgent = "save_agent";
    public const string SetSchedule = "set_schedule";
    public const string TestRun = "test_run";
}
