namespace AgentPlatform.Llm.Simulation;

/// <summary>A tool call found in a conversation, with its result once there is one.</summary>
internal sealed record ToolUse(string CallId, string Name, IDictionary<string, object?> Arguments, ToolAnswer? Answer);
