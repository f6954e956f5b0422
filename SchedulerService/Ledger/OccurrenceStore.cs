using AgentPlatform.Contracts;
using AgentPlatform.Contracts.Schedules;
using AgentPlatform.Firestore;
using AgentPlatform.ServiceDefaults.Documents;
using AgentPlatform.ServiceDefaults.Paging;
using Microsoft.AspNetCore.Http.HttpResults;
using SchedulerService.Schedules.Input;
using SchedulerService.Schedules.Storage;

namespace SchedulerService.Ledger;

/// <summary>The collection <c>schedules/{agentId}/occurrences</c>: one record for each theoretical instant.</summary>
internal sealed class OccurrenceStore(FirestoreDb db)
{
    /// <summary>The ledger of a schedule, newest instant first.</summary>
    public async Task<(Page<OccurrenceView>? Page, ProblemHttpResult? Problem)> ListAsync(string agentId, PageQuery page, CancellationToken cancellationToken) =>
        await Of(agentId).ReadPageAsync(page, "scheduledFor", ascending: false, Read, cancellationToken);

    /// <summary>The records that there are of some occurrences, by id.</summary>
    public async Task<IReadOnlyDictionary<string, OccurrenceView>> FindAsync(string agentId, IEnumerable<string> ids, CancellationToken cancellationToken)
    {
        var snapshots = await db.GetAllSnapshotsAsync(ids.Select(id => Of(agentId).Document(id)), cancellationToken);
        return snapshots.Where(snapshot => snapshot.Exists).ToDictionary(snapshot => snapshot.Id, Read);
    }

    /// <summary>How many records there are of instants from <paramref name="from"/> on.</summary>
    public async Task<long> CountAsync(string agentId, DateTimeOffset from, CancellationToken cancellationToken) =>
        (await Of(agentId).WhereGreaterThanOrEqualTo("scheduledFor", from).OrderByDescending("scheduledFor").Count().GetSnapshotAsync(cancellationToken)).Count ?? 0;

    /// <summary>Some records of instants before <paramref name="before"/>.</summary>
    public async Task<IReadOnlyList<DocumentReference>> ListBeforeAsync(string agentId, DateTimeOffset before, int limit, CancellationToken cancellationToken) =>
        [.. (await Of(agentId).WhereLessThan("scheduledFor", before).OrderByDescending("scheduledFor").Limit(limit).GetSnapshotAsync(cancellationToken)).Documents.Select(record => record.Reference)];

    /// <summary>Adds the record of one instant, which must not have one unless it is a backfill's.</summary>
    public void Add(WriteBatch commit, StoredSchedule schedule, Occurrence occurrence)
    {
        var fields = new Dictionary<string, object?>
        {
            ["userId"] = schedule.UserId,
            ["scheduledFor"] = occurrence.ScheduledFor,
            ["outcome"] = occurrence.Outcome,
            ["reason"] = occurrence.Reason,
            ["executionId"] = occurrence.ExecutionId,
            ["firedAt"] = occurrence.FiredAt,
            ["zoneData"] = TimeZones.DataVersion,
        };
        var document = Of(schedule.AgentId).Document(occurrence.Id);
        if (occurrence.IsBackfill)
        {
            commit.Set(document, fields);
        }
        else
        {
            commit.Create(document, fields);
        }
    }

    private static OccurrenceView Read(DocumentSnapshot snapshot) => new(
        snapshot.Id,
        snapshot.GetValue<DateTimeOffset>("scheduledFor"),
        snapshot.GetValue<string>("outcome"),
        snapshot.GetText("reason"),
        snapshot.GetText("executionId"),
        snapshot.GetInstant("firedAt"),
        snapshot.GetText("zoneData"));

    private CollectionReference Of(string agentId) => db.Collection("schedules").Document(agentId).Collection("occurrences");
}
