using AgentPlatform.Contracts.Schedules;

namespace AgentPlatform.Contracts.Messages;

/// <summary>
/// An agent's schedule, status or name changed. <paramref name="Revision"/> rises with every change of the agent, so that a
/// consumer drops what comes late. <paramref name="Schedule"/> is null when the agent has none; it fires only while <paramref name="Active"/>,
/// and from <paramref name="ChangedAt"/> on: an instant that passes while the message waits is caught up, not lost.
/// </summary>
public sealed record AgentScheduleChanged(string AgentId, string UserId, string AgentName, int Version, long Revision, bool Active, Schedule? Schedule, DateTimeOffset? ChangedAt = null);

/// <summary>An agent was deleted: its schedule stops and its running executions are cancelled.</summary>
public sealed record AgentDeleted(string AgentId, string UserId, long Revision);

/// <summary>
/// An agent's tokens of a month (UTC, such as <c>2026-11</c>) are spent: it is switched off. <paramref name="LimitTokens"/> is the limit
/// that was reached, so that a message which comes after the limit was raised does nothing.
/// </summary>
public sealed record AgentBudgetSpent(string AgentId, string UserId, string Month, long LimitTokens);
