namespace AgentPlatform.Llm.Simulation;

/// <summary>What the rules answer: a text, then perhaps a tool call.</summary>
internal sealed record SimulatedAnswer(string Text, SimulatedCall? Call = null);
