namespace AgentPlatform.Llm.Simulation;

/// <summary>Kinds of job for which the designer has ready steps.</summary>
internal enum JobKind
{
    General,
    Ideas,
    Reminder,
    Report,
    Summary,
    Translation,
    Watch,
}
