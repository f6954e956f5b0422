namespace AgentPlatform.ServiceDefaults.Outbox;

/// <summary>Messages that were written with a commit, as one document, and wait to be published.</summary>
public sealed record OutboxEntry(string Id, IReadOnlyList<OutboxMessage> Messages);
