using System.Text.Json;
using AgentPlatform.Contracts;
using AgentPlatform.Contracts.Schedules;
using AgentPlatform.Firestore;
using AgentPlatform.ServiceDefaults.Documents;
using AgentPlatform.ServiceDefaults.Json;
using AgentPlatform.ServiceDefaults.Paging;
using Grpc.Core;
using Microsoft.AspNetCore.Http.HttpResults;
using SchedulerService.Backfills;
using SchedulerService.Firing;
using SchedulerService.Firing.Backlogs;
using SchedulerService.Firing.Rules;

namespace SchedulerService.Schedules.Storage;

/// <summary>The collection <c>schedules</c>: one document an agent.</summary>
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

    /// <summary>What is due in some shards (null: in all), longest first. An index on the time it is due makes this cost what is due.</summary>
    public async Task<IReadOnlyList<StoredSchedule>> ListDueAsync(DateTimeOffset now, IReadOnlyList<int>? shards, int limit, CancellationToken cancellationToken)
    {
        if (shards is { Count: 0 })
        {
            return [];
        }

        var sharded = shards is null ? (Query)_schedules : _schedules.WhereIn("shard", shards);
        var due = await sharded.WhereLessThanOrEqualTo("dueAt", now).OrderBy("dueAt").Limit(limit).GetSnapshotAsync(cancellationToken);
        return [.. due.Documents.Select(Read)];
    }

    /// <summary>Ids in their order, whoever's they are, after one; null for the first.</summary>
    public async Task<IReadOnlyList<string>> ListIdsAsync(string? after, int limit, CancellationToken cancellationToken)
    {
        var ordered = _schedules.OrderBy("__name__").Select("userId");
        var found = await (after is null ? ordered : ordered.StartAfter(after)).Limit(limit).GetSnapshotAsync(cancellationToken);
        return [.. found.Documents.Select(schedule => schedule.Id)];
    }

    /// <summary>Notes that records of instants before <paramref name="until"/> are being deleted.</summary>
    public Task MarkSweptAsync(string agentId, DateTimeOffset until, CancellationToken cancellationToken) =>
        _schedules.Document(agentId).UpdateAsync(new Dictionary<string, object?> { ["sweptUntil"] = until }, null, cancellationToken);

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

    /// <summary>Adds what a decision changes of a schedule, which holds only if nobody changed it meanwhile.</summary>
    public void Advance(WriteBatch commit, StoredSchedule schedule) =>
        commit.Update(_schedules.Document(schedule.AgentId), Progress(schedule), Precondition.LastUpdated(schedule.StoredAt!.Value));

    /// <summary>Leaves a schedule alone until <paramref name="until"/>, unless somebody changed it meanwhile. Its instants stay where they are.</summary>
    public async Task PostponeAsync(StoredSchedule schedule, DateTimeOffset until, CancellationToken cancellationToken)
    {
        try
        {
            await _schedules.Document(schedule.AgentId).UpdateAsync(new Dictionary<string, object?> { ["dueAt"] = until }, Precondition.LastUpdated(schedule.StoredAt!.Value), cancellationToken);
        }
        catch (RpcException exception) when (exception.StatusCode is StatusCode.FailedPrecondition or StatusCode.Aborted or StatusCode.NotFound)
        {
            // Whoever changed it has said when to look at it.
        }
    }

    // What is no id of the contract names nothing, and some such texts are no names of documents either.
    private static bool IsId(string id) => id.Length is > 0 and <= 64 && id.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_');

    private static Dictionary<string, object?> Fields(StoredSchedule schedule)
    {
        var fields = Progress(schedule);
        fields["acceptedBackfills"] = schedule.AcceptedBackfills.Select(backfill => new Dictionary<string, object?> { ["id"] = backfill.Id, ["accepted"] = backfill.Accepted, ["skipped"] = backfill.Skipped });
        fields["active"] = schedule.Active;
        fields["agentName"] = schedule.AgentName;
        fields["createdAt"] = schedule.CreatedAt;
        fields["deleted"] = schedule.Deleted;
        fields["listed"] = schedule is { Deleted: false, Schedule: not null };
        fields["resumedAt"] = schedule.ResumedAt;
        fields["revision"] = schedule.Revision;
        fields["schedule"] = schedule.Schedule is null ? null : DocumentJson.ToValue(schedule.Schedule);
        fields["updatedAt"] = schedule.UpdatedAt;
        fields["userId"] = schedule.UserId;
        fields["version"] = schedule.Version;
        return fields;
    }

    /// <summary>What changes as time goes by.</summary>
    private static Dictionary<string, object?> Progress(StoredSchedule schedule) => new()
    {
        ["backfill"] = schedule.Backfill,
        ["backfillOverlap"] = schedule.BackfillOverlap,
        ["dueAt"] = schedule.DueAt,
        ["failuresInARow"] = schedule.FailuresInARow,
        ["lastDecidedAt"] = schedule.LastDecidedAt,
        ["lastRunAt"] = schedule.LastRunAt,
        ["lastStatus"] = schedule.LastStatus,
        ["nextRunAt"] = schedule.NextRunAt,
        ["paused"] = schedule.Paused,
        ["pausedReason"] = schedule.PausedReason,
        ["runs"] = schedule.Runs.Select(run => new Dictionary<string, object?> { ["executionId"] = run.ExecutionId, ["scheduledFor"] = run.ScheduledFor, ["since"] = run.Since, ["cancelling"] = run.Cancelling }),
        ["shard"] = Shards.Of(schedule.AgentId),
        ["unsettled"] = schedule.Unsettled.Select(left => new Dictionary<string, object?>
        {
            ["schedule"] = JsonSerializer.Serialize(left.Schedule, JsonDefaults.Strict),
            ["next"] = left.Next,
            ["until"] = left.Until,
            ["outcome"] = left.Outcome,
            ["reason"] = left.Reason,
            ["decidedUntil"] = left.DecidedUntil,
        }),
        ["waiting"] = schedule.Waiting,
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
        ResumedAt = snapshot.GetInstant("resumedAt"),
        SweptUntil = snapshot.GetInstant("sweptUntil"),
        LastRunAt = snapshot.GetInstant("lastRunAt"),
        LastStatus = snapshot.GetText("lastStatus"),
        Runs = [.. List(snapshot, "runs").OfType<Dictionary<string, object?>>().Select(ReadRun)],
        Waiting = [.. List(snapshot, "waiting").OfType<Timestamp>().Select(instant => instant.ToDateTimeOffset())],
        Backfill = [.. List(snapshot, "backfill").OfType<Timestamp>().Select(instant => instant.ToDateTimeOffset())],
        BackfillOverlap = snapshot.GetText("backfillOverlap") ?? Overlaps.BufferAll,
        AcceptedBackfills = [.. List(snapshot, "acceptedBackfills").OfType<Dictionary<string, object?>>().Select(backfill => new AcceptedBackfill((string)backfill["id"]!, (int)(long)backfill["accepted"]!, (int)(long)backfill["skipped"]!))],
        Unsettled = ReadUnsettled(snapshot),
        FailuresInARow = (int)snapshot.GetNumber("failuresInARow"),
        CreatedAt = snapshot.GetValue<DateTimeOffset>("createdAt"),
        UpdatedAt = snapshot.GetValue<DateTimeOffset>("updatedAt"),
        StoredAt = snapshot.UpdateTime,
    };

    /// <summary>The backlogs of a schedule's document.</summary>
    public static IReadOnlyList<Unsettled> ReadUnsettled(DocumentSnapshot snapshot) => [.. List(snapshot, "unsettled").OfType<Dictionary<string, object?>>().Select(left => new Unsettled(
        JsonSerializer.Deserialize<Schedule>((string)left["schedule"]!, JsonDefaults.Lenient)!,
        ((Timestamp)left["next"]!).ToDateTimeOffset(),
        ((Timestamp)left["until"]!).ToDateTimeOffset(),
        (string)left["outcome"]!,
        (string)left["reason"]!)
    {
        DecidedUntil = (left.GetValueOrDefault("decidedUntil") as Timestamp?)?.ToDateTimeOffset(),
    })];

    private static ScheduledRun ReadRun(Dictionary<string, object?> run) => new(
        (string)run["executionId"]!, ((Timestamp)run["scheduledFor"]!).ToDateTimeOffset(), ((Timestamp)run["since"]!).ToDateTimeOffset(), (bool)run["cancelling"]!);

    private static List<object?> List(DocumentSnapshot snapshot, string field) => snapshot.TryGetValue<object>(field, out var value) && value is List<object?> list ? list : [];
}
