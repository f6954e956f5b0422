namespace AgentPlatform.Llm.Simulation;

/// <summary>A tool call that the rules decided on.</summary>
internal sealed record SimulatedCall(string Name, Dictionary<string, object?> Arguments);
