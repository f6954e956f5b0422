namespace AgentPlatform.Llm.Simulation;

/// <summary>What the user wants of the designer.</summary>
internal enum DesignerIntent
{
    Activate,
    ChangeSchedule,
    Help,
    Job,
    ListAgents,
    QualifySchedule,
    RemoveSchedule,
    Rename,
    Save,
    Test,
}
