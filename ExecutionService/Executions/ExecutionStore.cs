using System.Runtime.CompilerServices;
using AgentPlatform.Contracts;
using AgentPlatform.Contracts.Executions;
using AgentPlatform.Firestore;
using AgentPlatform.ServiceDefaults.Documents;
using AgentPlatform.ServiceDefaults.Paging;
using Grpc.Core;
using Microsoft.AspNetCore.Http.HttpResults;

namespace ExecutionService.Executions;

/// <summary>The collection <c>executions</c> and, below each, its journal <c>events</c>.</summary>
internal sealed class ExecutionStore(FirestoreDb db)
{
    private readonly CollectionReference _executions = db.Collection("executions");

    public CollectionReference Journal(string id) => _executions.Document(id).Collection("events");

    /// <summary>The user's execution; null when it does not exist or is another user's.</summary>
    public async Task<ExecutionState?> FindAsync(string userId, string id, CancellationToken cancellationToken) =>
        await LoadAsync(id, cancellationToken) is { } execution && execution.UserId == userId ? execution : null;

    /// <summary>An execution of any user, for the workers.</summary>
    public async Task<ExecutionState?> LoadAsync(string id, CancellationToken cancellationToken)
    {
        var snapshot = await _executions.Document(id).GetSnapshotAsync(cancellationToken);
        return snapshot.Exists ? Read(snapshot) : null;
    }

    /// <summary>One page of the user's executions, newest first.</summary>
    public Task<(Page<ExecutionState>? Page, ProblemHttpResult? Problem)> ListAsync(
        string userId, string? agentId, string? status, DateTimeOffset? from, DateTimeOffset? to, PageQuery page, CancellationToken cancellationToken)
    {
        var query = _executions.WhereEqualTo("userId", userId);
        query = agentId is null ? query : query.WhereEqualTo("agentId", agentId);
        query = status is null ? query : query.WhereEqualTo("status", status);
        query = from is null ? query : query.WhereGreaterThanOrEqualTo("createdAt", from);
        query = to is null ? query : query.WhereLessThan("createdAt", to);
        return query.ReadPageAsync(page, "createdAt", ascending: false, Read, cancellationToken);
    }

    /// <summary>Open executions of one agent, oldest first, as they are read.</summary>
    public async IAsyncEnumerable<ExecutionState> ListOpenAsync(string userId, string agentId, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var snapshot in _executions.WhereEqualTo("userId", userId).WhereEqualTo("agentId", agentId).WhereEqualTo("open", true).OrderBy("createdAt").StreamAsync(cancellationToken))
        {
            yield return Read(snapshot);
        }
    }

    /// <summary>Executions that are due to be looked at, oldest first.</summary>
    public async Task<IReadOnlyList<ExecutionState>> ListDueAsync(DateTimeOffset now, int limit, CancellationToken cancellationToken)
    {
        var found = await _executions.WhereEqualTo("open", true).WhereLessThanOrEqualTo("sweepAt", now).OrderBy("sweepAt").Limit(limit).GetSnapshotAsync(cancellationToken);
        return [.. found.Documents.Select(Read)];
    }

    public void Create(WriteBatch commit, ExecutionState execution)
    {
        var fields = Progress(execution);
        fields["userId"] = execution.UserId;
        fields["agentId"] = execution.AgentId;
        fields["agentVersion"] = execution.AgentVersion;
        fields["agent"] = DocumentJson.ToValue(execution.Agent);
        fields["trigger"] = DocumentJson.ToValue(execution.Trigger);
        fields["input"] = execution.Input;
        fields["cancelRequested"] = execution.CancelRequested;
        fields["traceParent"] = execution.TraceParent;
        fields["createdAt"] = execution.CreatedAt;
        commit.Create(_executions.Document(execution.Id), fields);
    }

    /// <summary>Adds what has changed since the execution was read; with <paramref name="fenced"/>, only if nobody else changed it.</summary>
    public void Update(WriteBatch commit, ExecutionState execution, bool fenced) =>
        commit.Update(_executions.Document(execution.Id), Progress(execution), fenced ? Precondition.LastUpdated(execution.StoredAt!.Value) : null);

    /// <summary>Moves the end of the lease of a run that nobody has changed since it was read; false when somebody has.</summary>
    public Task<bool> TryRenewAsync(ExecutionState execution, DateTimeOffset until, CancellationToken cancellationToken) =>
        TryUpdateAsync(execution, new Dictionary<string, object?> { ["sweepAt"] = until }, cancellationToken);

    /// <summary>Asks whoever holds the run to end it; one that nobody holds is due to be looked at now.</summary>
    public async Task RequestCancelAsync(string id, DateTimeOffset now, CancellationToken cancellationToken)
    {
        while (await LoadAsync(id, cancellationToken) is { Open: true } execution)
        {
            var fields = new Dictionary<string, object?> { ["cancelRequested"] = true };
            if (execution.Owner is null)
            {
                fields["sweepAt"] = now;
            }

            if (await TryUpdateAsync(execution, fields, cancellationToken))
            {
                return;
            }
        }
    }

    private async Task<bool> TryUpdateAsync(ExecutionState execution, Dictionary<string, object?> fields, CancellationToken cancellationToken)
    {
        try
        {
            await _executions.Document(execution.Id).UpdateAsync(fields, Precondition.LastUpdated(execution.StoredAt!.Value), cancellationToken);
            return true;
        }
        catch (RpcException exception) when (exception.StatusCode == StatusCode.FailedPrecondition)
        {
            return false;
        }
    }

    private static Dictionary<string, object?> Progress(ExecutionState execution) => new()
    {
        ["status"] = execution.Status,
        ["open"] = execution.Open,
        ["startTime"] = execution.StartTime,
        ["endTime"] = execution.EndTime,
        ["result"] = execution.Result,
        ["error"] = execution.Error is null ? null : DocumentJson.ToValue(execution.Error),
        ["tokenUsage"] = DocumentJson.ToValue(execution.TokenUsage),
        ["cost"] = execution.Cost.Amount,
        ["stepCount"] = execution.StepCount,
        ["attempt"] = execution.Attempt,
        ["owner"] = execution.Owner,
        ["sweepAt"] = execution.SweepAt,
        ["waitingSince"] = execution.WaitingSince,
        ["waitedSeconds"] = execution.WaitedSeconds,
        ["lostTokens"] = execution.LostTokens,
    };

    private static ExecutionState Read(DocumentSnapshot snapshot) => new()
    {
        Id = snapshot.Id,
        UserId = snapshot.GetValue<string>("userId"),
        AgentId = snapshot.GetText("agentId"),
        AgentVersion = snapshot.GetValue<int>("agentVersion"),
        Agent = snapshot.GetRecord<AgentSnapshot>("agent")!,
        Trigger = snapshot.GetRecord<ExecutionTrigger>("trigger")!,
        Input = snapshot.GetText("input"),
        Status = snapshot.GetValue<string>("status"),
        StartTime = snapshot.GetInstant("startTime"),
        EndTime = snapshot.GetInstant("endTime"),
        Result = snapshot.GetText("result"),
        Error = snapshot.GetRecord<ExecutionError>("error"),
        TokenUsage = snapshot.GetRecord<TokenUsage>("tokenUsage")!,
        Cost = new Cost(snapshot.GetValue<string>("cost")),
        StepCount = snapshot.GetValue<int>("stepCount"),
        Attempt = snapshot.GetValue<int>("attempt"),
        Owner = snapshot.GetText("owner"),
        SweepAt = snapshot.GetValue<DateTimeOffset>("sweepAt"),
        CancelRequested = snapshot.GetFlag("cancelRequested"),
        WaitingSince = snapshot.GetInstant("waitingSince"),
        WaitedSeconds = snapshot.TryGetValue<double>("waitedSeconds", out var waited) ? waited : 0,
        LostTokens = snapshot.TryGetValue<long>("lostTokens", out var lost) ? lost : 0,
        TraceParent = snapshot.GetText("traceParent"),
        CreatedAt = snapshot.GetValue<DateTimeOffset>("createdAt"),
        StoredAt = snapshot.UpdateTime,
    };
}
