using AgentPlatform.Contracts;
using AgentPlatform.Contracts.Schedules;
using AgentPlatform.Firestore;
using AgentPlatform.ServiceDefaults.Documents;
using AgentPlatform.ServiceDefaults.Paging;
using Microsoft.AspNetCore.Http.HttpResults;
using SchedulerService.Firing;

namespace SchedulerService.Schedules;

/// <summary>The collections <c>schedules</c> (one document an agent) and <c>schedules/{agentId}/occurrences</c>.</summary>
internal sealed class ScheduleStore(FirestoreDb db)
{
    private readonly CollectionReference _schedules = db.Collection("schedules");

    /// <summary>The user's schedule; null when the agent is unknown, has none, was deleted, or is another user's.</summary>
    public async Task<StoredSchedule?> FindAsync(string userId, string agentId, CancellationToken cancellationToken) =>
        await LoadAsync(agentId, cancellationToken) is { Deleted: false, Schedule: not null } schedule && schedule.UserId == userId ? schedule : null;

    /// <summary>Whoever's it is; for the platform's own work.</summary>
    public async Task<StoredSchedule?> LoadAsync(string agentId, CancellationToken cancellationToken) =>
        IsId(agentId) && await _schedules.Document(agentId).GetSnapshotAsync(cancellationToken) is { Exists: true } snapshot ? Read(snapshot) : null;

    public async Task<(Page<StoredSchedule>? Page, ProblemHttpResult? Problem)> ListAsync(string userId, PageQuery page, CancellationToken cancellationToken) =>
        await _schedules.WhereEqualTo("userId", userId).WhereEqualTo("listed", true).ReadPageAsync(page, "createdAt", ascending: false, Read, cancellationToken);

    /// <summary>What is due in some shards (null: in all), longest first. Only schedules that have a next instant have the field, so this costs what is due.</summary>
    public async Task<IReadOnlyList<StoredSchedule>> ListDueAsync(DateTimeOffset now, IReadOnlyList<int>? shards, int limit, CancellationToken cancellationToken)
    {
        if (shards is { Count: 0 })
        {
            return [];
        }

        var listed = _schedules.WhereEqualTo("listed", true);
        var due = await (shards is null ? listed : listed.WhereIn("shard", shards)).WhereLessThanOrEqualTo("dueAt", now).OrderBy("dueAt").Limit(limit).GetSnapshotAsync(cancellationToken);
        return [.. due.Documents.Select(Read)];
    }

    /// <summary>The ledger of a schedule, newest instant first.</summary>
    public async Task<(Page<OccurrenceView>? Page, ProblemHttpResult? Problem)> ListOccurrencesAsync(string agentId, PageQuery page, CancellationToken cancellationToken) =>
        await Occurrences(agentId).ReadPageAsync(page, "scheduledFor", ascending: false, ReadOccurrence, cancellationToken);

    /// <summary>The ids of those occurrences that have a record.</summary>
    public async Task<IReadOnlySet<string>> KnownAsync(string agentId, IEnumerable<Occurrence> occurrences, CancellationToken cancellationToken)
    {
        var snapshots = await db.GetAllSnapshotsAsync(occurrences.Select(occurrence => Occurrences(agentId).Document(occurrence.Id)), cancellationToken);
        return snapshots.Where(snapshot => snapshot.Exists).Select(snapshot => snapshot.Id).ToHashSet();
    }

    /// <summary>Adds a whole schedule that holds only if the document is as it was read.</summary>
    public void Save(WriteBatch commit, StoredSchedule schedule)
    {
        if (schedule.StoredAt is { } storedAt)
        {
            commit.Update(_schedules.Document(schedule.AgentId), Fields(schedule), Precondition.LastUpdated(storedAt));
        }
        else
        {
            commit.Create(_schedules.Document(schedule.AgentId), Fields(schedule));
        }
    }

    /// <summary>Adds the record of one instant, which must not have one.</summary>
    public void AddOccurrence(WriteBatch commit, StoredSchedule schedule, Occurrence occurrence) =>
        commit.Create(Occurrences(schedule.AgentId).Document(occurrence.Id), new Dictionary<string, object?>
        {
            ["userId"] = schedule.UserId,
            ["scheduledFor"] = occurrence.ScheduledFor,
            ["outcome"] = occurrence.Outcome,
            ["reason"] = occurrence.Reason,
            ["executionId"] = occurrence.ExecutionId,
            ["firedAt"] = occurrence.FiredAt,
        });

    /// <summary>Adds the move to the next instant, which holds only if nobody moved the schedule meanwhile.</summary>
    public void Advance(WriteBatch commit, StoredSchedule schedule, FiringDecision decision)
    {
        var fields = new Dictionary<string, object?> { ["nextRunAt"] = decision.NextRunAt, ["dueAt"] = decision.DueAt, ["shard"] = Shards.Of(schedule.AgentId) };

        if (decision.Occurrences is [.., var last])
        {
            fields["lastDecidedAt"] = last.ScheduledFor;
        }

        if (decision.Fired is { } fired)
        {
            fields["activeExecutionId"] = fired.ExecutionId;
            fields["activeSince"] = fired.FiredAt;
            fields["lastRunAt"] = fired.FiredAt;
            fields["lastStatus"] = AgentPlatform.Contracts.Executions.ExecutionStatus.Queued;
        }

        commit.Update(_schedules.Document(schedule.AgentId), fields, Precondition.LastUpdated(schedule.StoredAt!.Value));
    }

    // What is no id of the contract names nothing, and some such texts are no names of documents either.
    private static bool IsId(string id) => id.Length is > 0 and <= 64 && id.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_');

    private CollectionReference Occurrences(string agentId) => _schedules.Document(agentId).Collection("occurrences");

    private static Dictionary<string, object?> Fields(StoredSchedule schedule) => new()
    {
        ["activeExecutionId"] = schedule.ActiveExecutionId,
        ["active"] = schedule.Active,
        ["activeSince"] = schedule.ActiveSince,
        ["agentName"] = schedule.AgentName,
        ["createdAt"] = schedule.CreatedAt,
        ["deleted"] = schedule.Deleted,
        ["dueAt"] = schedule.DueAt,
        ["lastDecidedAt"] = schedule.LastDecidedAt,
        ["lastRunAt"] = schedule.LastRunAt,
        ["lastStatus"] = schedule.LastStatus,
        ["listed"] = schedule is { Deleted: false, Schedule: not null },
        ["nextRunAt"] = schedule.NextRunAt,
        ["paused"] = schedule.Paused,
        ["pausedReason"] = schedule.PausedReason,
        ["revision"] = schedule.Revision,
        ["shard"] = Shards.Of(schedule.AgentId),
        ["schedule"] = schedule.Schedule is null ? null : DocumentJson.ToValue(schedule.Schedule),
        ["updatedAt"] = schedule.UpdatedAt,
        ["userId"] = schedule.UserId,
        ["version"] = schedule.Version,
    };

    private static StoredSchedule Read(DocumentSnapshot snapshot) => new()
    {
        AgentId = snapshot.Id,
        UserId = snapshot.GetValue<string>("userId"),
        AgentName = snapshot.GetValue<string>("agentName"),
        Version = snapshot.GetValue<int>("version"),
        Revision = snapshot.GetNumber("revision"),
        Active = snapshot.GetFlag("active"),
        Deleted = snapshot.GetFlag("deleted"),
        Paused = snapshot.GetFlag("paused"),
        PausedReason = snapshot.GetText("pausedReason"),
        Schedule = snapshot.GetRecord<Schedule>("schedule"),
        NextRunAt = snapshot.GetInstant("nextRunAt"),
        DueAt = snapshot.GetInstant("dueAt"),
        LastDecidedAt = snapshot.GetInstant("lastDecidedAt"),
        LastRunAt = snapshot.GetInstant("lastRunAt"),
        LastStatus = snapshot.GetText("lastStatus"),
        ActiveExecutionId = snapshot.GetText("activeExecutionId"),
        ActiveSince = snapshot.GetInstant("activeSince"),
        CreatedAt = snapshot.GetValue<DateTimeOffset>("createdAt"),
        UpdatedAt = snapshot.GetValue<DateTimeOffset>("updatedAt"),
        StoredAt = snapshot.UpdateTime,
    };

    private static OccurrenceView ReadOccurrence(DocumentSnapshot snapshot) => new(
        snapshot.Id,
        snapshot.GetValue<DateTimeOffset>("scheduledFor"),
        snapshot.GetValue<string>("outcome"),
        snapshot.GetText("reason"),
        snapshot.GetText("executionId"),
        snapshot.GetInstant("firedAt"));
}
