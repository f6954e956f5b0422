namespace ExecutionService.ClaudeCode.Commands;

/// <summary>Whether runs can have this engine.</summary>
/// <param name="Name">What an agent's runtime calls it.</param>
/// <param name="Available">False when they cannot.</param>
/// <param name="Reason">Why not, for people; null when available.</param>
internal sealed record ClaudeCodeStatus(string Name, bool Available, string? Reason);
