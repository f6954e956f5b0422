namespace AgentPlatform.Contracts.Schedules;

/// <summary>Body of <c>POST /api/schedules/{agentId}/resume</c> and <c>/trigger</c>: it may be absent, and has no members.</summary>
public sealed record EmptyRequest;
