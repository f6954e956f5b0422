using System.Globalization;
using AgentPlatform.Contracts;
using AgentPlatform.Contracts.Agents;
using AgentPlatform.Contracts.Messages;
using AgentPlatform.Firestore;
using AgentPlatform.ServiceDefaults;
using AgentPlatform.ServiceDefaults.Documents;
using AgentService.Agents;
using Grpc.Core;

namespace AgentService.Usage;

/// <summary>
/// The collection <c>usage</c>: one document for each user, day (UTC), source, agent and model, added to as turns and runs
/// end. What was counted leaves a marker in the same commit, so that a message that comes twice counts once.
/// </summary>
internal sealed class UsageLedger(FirestoreDb db, AgentStore agents)
{
    public const string Chat = "chat";
    public const string Runs = "runs";

    private readonly CollectionReference _usage = db.Collection("usage");
    private readonly CollectionReference _markers = db.Collection("usageMarkers");

    /// <summary>Counts an ended run, in the ledger and in its agent's totals.</summary>
    public async Task CountAsync(ExecutionEnded ended, CancellationToken cancellationToken)
    {
        while (!await TryCountAsync(ended, cancellationToken))
        {
            // Another run of the agent ended meanwhile: which of the two is the last is decided on what is there now.
        }
    }

    /// <summary>Counts ended answers of the chat, each once.</summary>
    public async Task CountAsync(IReadOnlyCollection<ChatTurnEnded> ended, CancellationToken cancellationToken)
    {
        var commit = db.StartBatch();
        foreach (var answer in ended.DistinctBy(answer => answer.MessageId))
        {
            Add(commit, answer.MessageId, answer.UserId, Chat, answer.AgentId, answer.Model, answer.TokenUsage, answer.Cost, answer.EndedAt);
        }

        if (!await TryCommitOnceAsync(commit, cancellationToken) && ended.Count > 1)
        {
            foreach (var answer in ended)
            {
                await CountAsync([answer], cancellationToken);
            }
        }
    }

    /// <summary>Everything counted for the user from one day to another, both included.</summary>
    public async Task<IReadOnlyList<UsageRow>> ReadAsync(string userId, DateOnly from, DateOnly to, CancellationToken cancellationToken)
    {
        var found = await _usage.WhereEqualTo("userId", userId)
            .WhereGreaterThanOrEqualTo("day", Day(from)).WhereLessThanOrEqualTo("day", Day(to)).OrderBy("day").GetSnapshotAsync(cancellationToken);
        return [.. found.Documents.Select(Read)];
    }

    private async Task<bool> TryCountAsync(ExecutionEnded ended, CancellationToken cancellationToken)
    {
        var commit = db.StartBatch();
        Add(commit, ended.ExecutionId, ended.UserId, Runs, ended.AgentId, ended.Model, ended.TokenUsage, ended.Cost, ended.EndTime);
        if (ended.AgentId is not null && await agents.FindAsync(ended.UserId, ended.AgentId, cancellationToken) is { } agent)
        {
            var totals = new Dictionary<string, object?>
            {
                ["inputTokens"] = FieldValue.Increment(ended.TokenUsage.Input),
                ["outputTokens"] = FieldValue.Increment(ended.TokenUsage.Output),
                ["costNanos"] = FieldValue.Increment(CostNanos.From(ended.Cost)),
            };
            if (agent.LastExecution is null || agent.LastExecution.EndTime <= ended.EndTime)
            {
                totals["lastExecution"] = DocumentJson.ToValue(new LastExecution(ended.ExecutionId, ended.Status, ended.EndTime));
            }

            commit.Update(agents.Document(agent.Id), totals, Precondition.LastUpdated(agent.StoredAt!.Value));
        }

        try
        {
            await TryCommitOnceAsync(commit, cancellationToken);
            return true;
        }
        catch (RpcException exception) when (exception.StatusCode is StatusCode.FailedPrecondition or StatusCode.Aborted)
        {
            return false;
        }
    }

    private void Add(WriteBatch commit, string counted, string userId, string source, string? agentId, string model, TokenUsage tokens, Cost cost, DateTimeOffset at)
    {
        commit.Create(_markers.Document(RandomId.From(source, counted)), new Dictionary<string, object?> { ["userId"] = userId, ["countedAt"] = at });
        var day = Day(DateOnly.FromDateTime(at.UtcDateTime));
        commit.Set(
            _usage.Document(RandomId.From(userId, day, source, agentId ?? "", model)),
            new Dictionary<string, object?>
            {
                ["userId"] = userId,
                ["day"] = day,
                ["source"] = source,
                ["agentId"] = agentId,
                ["model"] = model,
                ["input"] = FieldValue.Increment(tokens.Input),
                ["output"] = FieldValue.Increment(tokens.Output),
                ["cacheRead"] = FieldValue.Increment(tokens.CacheRead),
                ["cacheWrite"] = FieldValue.Increment(tokens.CacheWrite),
                ["costNanos"] = FieldValue.Increment(CostNanos.From(cost)),
                ["count"] = FieldValue.Increment(1L),
            },
            SetOptions.MergeAll);
    }

    /// <summary>False when something of it was counted before: its message came twice. Then nothing is written.</summary>
    private static async Task<bool> TryCommitOnceAsync(WriteBatch commit, CancellationToken cancellationToken)
    {
        try
        {
            await commit.CommitAsync(cancellationToken);
            return true;
        }
        catch (RpcException exception) when (exception.StatusCode == StatusCode.AlreadyExists)
        {
            return false;
        }
    }

    private static string Day(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    private static UsageRow Read(DocumentSnapshot snapshot) => new(
        snapshot.GetValue<string>("day"),
        snapshot.GetValue<string>("source"),
        snapshot.GetText("agentId"),
        snapshot.GetValue<string>("model"),
        new TokenUsage(snapshot.GetNumber("input"), snapshot.GetNumber("output"), snapshot.GetNumber("cacheRead"), snapshot.GetNumber("cacheWrite")),
        snapshot.GetNumber("costNanos"),
        snapshot.GetNumber("count"));
}

/// <summary>One document of the ledger.</summary>
internal sealed record UsageRow(string Day, string Source, string? AgentId, string Model, TokenUsage Tokens, long CostNanos, long Count);
