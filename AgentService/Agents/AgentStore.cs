using System.Globalization;
using AgentPlatform.Contracts;
using AgentPlatform.Contracts.Agents;
using AgentPlatform.Firestore;
using AgentPlatform.ServiceDefaults.Documents;
using AgentPlatform.ServiceDefaults.Paging;
using Microsoft.AspNetCore.Http.HttpResults;

namespace AgentService.Agents;

/// <summary>The collections <c>agents</c> and <c>agents/{id}/versions</c>.</summary>
internal sealed class AgentStore(FirestoreDb db)
{
    /// <summary>Documents read at most for one page of a search by words.</summary>
    private const int MaxScanned = 1000;

    private readonly CollectionReference _agents = db.Collection("agents");
    private readonly CollectionReference _creations = db.Collection("agentCreations");

    public DocumentReference Document(string id) => _agents.Document(id);

    public CollectionReference Versions(string id) => _agents.Document(id).Collection("versions");

    /// <summary>The user's agent; null when it does not exist, was deleted, or is another user's.</summary>
    public async Task<AgentState?> FindAsync(string userId, string id, CancellationToken cancellationToken)
    {
        var snapshot = await _agents.Document(id).GetSnapshotAsync(cancellationToken);
        return snapshot.Exists && !snapshot.GetFlag("deleted") && snapshot.GetValue<string>("userId") == userId ? Read(snapshot) : null;
    }

    /// <summary>One page of the user's agents, newest first, of a status and with words in name or description if given.</summary>
    public async Task<(Page<AgentState>? Page, ProblemHttpResult? Problem)> ListAsync(string userId, string? status, string? words, PageQuery page, CancellationToken cancellationToken)
    {
        var query = _agents.WhereEqualTo("userId", userId).WhereEqualTo("deleted", false);
        if (status is not null)
        {
            query = query.WhereEqualTo("status", status);
        }

        if (string.IsNullOrWhiteSpace(words))
        {
            return await query.ReadPageAsync(page, "createdAt", ascending: false, Read, cancellationToken);
        }

        var found = new List<AgentState>();
        var cursor = page.Cursor;
        for (var scanned = 0; scanned < MaxScanned; scanned += 100)
        {
            var (next, problem) = await query.ReadPageAsync(new PageQuery { Limit = 100, Cursor = cursor }, "createdAt", ascending: false, Read, cancellationToken);
            if (problem is not null)
            {
                return (null, problem);
            }

            foreach (var agent in next!.Items.Where(agent => Mentions(agent, words.Trim())))
            {
                if (found.Count == page.Size)
                {
                    // One more than the page holds: there is a next page.
                    return (new Page<AgentState>(found, new Cursor(Timestamp.FromDateTimeOffset(found[^1].CreatedAt), found[^1].Id).ToString()), null);
                }

                found.Add(agent);
            }

            cursor = next.NextCursor;
            if (cursor is null)
            {
                return (new Page<AgentState>(found, null), null);
            }
        }

        return (new Page<AgentState>(found, cursor), null);
    }

    /// <summary>How many agents the user has, deleted ones aside, and the mark of the last creation, as read before they were counted.</summary>
    public async Task<(long Count, DocumentSnapshot LastCreation)> CountAsync(string userId, CancellationToken cancellationToken)
    {
        var last = await _creations.Document(userId).GetSnapshotAsync(cancellationToken);
        var counted = await _agents.WhereEqualTo("userId", userId).WhereEqualTo("deleted", false).Count().GetSnapshotAsync(cancellationToken);
        return (counted.Count ?? 0, last);
    }

    /// <summary>Marks a creation, which holds only if none came after the mark: of several at once each has counted those before it.</summary>
    public static void MarkCreation(WriteBatch commit, AgentState agent, DocumentSnapshot last)
    {
        var fields = new Dictionary<string, object?> { ["userId"] = agent.UserId, ["agentId"] = agent.Id };
        if (last.Exists)
        {
            commit.Update(last.Reference, fields, Precondition.LastUpdated(last.UpdateTime!.Value));
        }
        else
        {
            commit.Create(last.Reference, fields);
        }
    }

    /// <summary>Adds the creation of the agent and of its first version.</summary>
    public void Create(WriteBatch commit, AgentState agent)
    {
        commit.Create(Document(agent.Id), Fields(agent));
        AddVersion(commit, agent, null);
    }

    /// <summary>Adds an edit that holds only if nobody changed the document meanwhile.</summary>
    public void Update(WriteBatch commit, AgentState agent) =>
        commit.Update(Document(agent.Id), EditedFields(agent), Precondition.LastUpdated(agent.StoredAt!.Value));

    /// <summary>Adds the deletion; versions stay, for executions refer to them.</summary>
    public void Delete(WriteBatch commit, AgentState agent) =>
        commit.Update(Document(agent.Id), new Dictionary<string, object?> { ["deleted"] = true, ["revision"] = agent.Revision + 1 }, Precondition.LastUpdated(agent.StoredAt!.Value));

    /// <summary>Adds the agent's current definition as an immutable version.</summary>
    public void AddVersion(WriteBatch commit, AgentState agent, int? restoredFrom) =>
        commit.Create(Versions(agent.Id).Document(agent.Version.ToString(CultureInfo.InvariantCulture)), new Dictionary<string, object?>
        {
            ["userId"] = agent.UserId,
            ["version"] = agent.Version,
            ["definition"] = DocumentJson.ToValue(agent.Definition),
            ["createdAt"] = agent.UpdatedAt,
            ["restoredFrom"] = restoredFrom,
        });

    private static bool Mentions(AgentState agent, string words) =>
        agent.Definition.Name.Contains(words, StringComparison.OrdinalIgnoreCase) || agent.Definition.Description.Contains(words, StringComparison.OrdinalIgnoreCase);

    private static Dictionary<string, object?> Fields(AgentState agent)
    {
        var fields = EditedFields(agent);
        fields["userId"] = agent.UserId;
        fields["createdAt"] = agent.CreatedAt;
        fields["deleted"] = false;
        fields["inputTokens"] = 0;
        fields["outputTokens"] = 0;
        fields["costNanos"] = 0;
        return fields;
    }

    private static Dictionary<string, object?> EditedFields(AgentState agent) => new()
    {
        ["name"] = agent.Definition.Name,
        ["definition"] = DocumentJson.ToValue(agent.Definition),
        ["status"] = agent.Status,
        ["statusReason"] = agent.StatusReason,
        ["version"] = agent.Version,
        ["revision"] = agent.Revision,
        ["updatedAt"] = agent.UpdatedAt,
    };

    private static AgentState Read(DocumentSnapshot snapshot) => new()
    {
        Id = snapshot.Id,
        UserId = snapshot.GetValue<string>("userId"),
        Definition = snapshot.GetRecord<AgentVersionDefinition>("definition")!,
        Status = snapshot.GetValue<string>("status"),
        StatusReason = snapshot.GetText("statusReason"),
        Version = snapshot.GetValue<int>("version"),
        Revision = snapshot.GetNumber("revision"),
        Tokens = new TokenTotals(snapshot.GetNumber("inputTokens"), snapshot.GetNumber("outputTokens")),
        Cost = CostNanos.ToCost(snapshot.GetNumber("costNanos")),
        LastExecution = snapshot.GetRecord<LastExecution>("lastExecution"),
        CreatedAt = snapshot.GetValue<DateTimeOffset>("createdAt"),
        UpdatedAt = snapshot.GetValue<DateTimeOffset>("updatedAt"),
        StoredAt = snapshot.UpdateTime,
    };
}
