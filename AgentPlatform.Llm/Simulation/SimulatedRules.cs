namespace AgentPlatform.Llm.Simulation;

/// <summary>Chooses the part to play by the tools on offer.</summary>
internal static class SimulatedRules
{
    public static SimulatedAnswer Answer(Transcript transcript) =>
        transcript.Tools.Contains(DesignerToolNames.DraftAgent) ? DesignerRules.Answer(transcript) : RunRules.Answer(transcript);
}
