using System.Text.Json.Serialization;

namespace AgentPlatform.Contracts.Agents;

/// <summary>What agents can be given here: the tools, how code is held, and what works on runs.</summary>
public sealed record ToolsAnswer(IReadOnlyList<ToolView> Items, SandboxView Sandbox, IReadOnlyList<EngineView> Engines);

/// <summary>One tool. <paramref name="Effect"/> is <c>readOnly</c>, <c>idempotent</c> or <c>sideEffecting</c>; <paramref name="Reason"/> says why it cannot be had.</summary>
public sealed record ToolView(
    string Name, string Description, string Effect, bool Available, [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Reason = null);

/// <summary>Where code of agents runs. <paramref name="Kind"/> is <c>bubblewrap</c>, <c>kubernetes</c> or <c>none</c>.</summary>
public sealed record SandboxView(
    bool Available,
    string Kind,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? MemoryLimit = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Reason = null);

/// <summary>An engine that an agent's runtime may name.</summary>
public sealed record EngineView(string Name, bool Available, [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Reason = null);
