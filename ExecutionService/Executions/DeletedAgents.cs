using AgentPlatform.Firestore;

namespace ExecutionService.Executions;

/// <summary>
/// The collection <c>deletedAgents</c>: who orders a run just when its agent is deleted may create it after the agent's open runs
/// were cancelled. A worker that takes up a run finds here that it is not wanted.
/// </summary>
internal sealed class DeletedAgents(FirestoreDb db)
{
    private readonly CollectionReference _agents = db.Collection("deletedAgents");

    /// <summary>Remembers it; before its open runs are looked for.</summary>
    public Task AddAsync(string userId, string agentId, DateTimeOffset now, CancellationToken cancellationToken) =>
        _agents.Document(agentId).SetAsync(new Dictionary<string, object?> { ["userId"] = userId, ["deletedAt"] = now }, null, cancellationToken);

    public async Task<bool> HasAsync(string agentId, CancellationToken cancellationToken) => (await _agents.Document(agentId).GetSnapshotAsync(cancellationToken)).Exists;
}
