using AgentPlatform.Firestore;
using AgentPlatform.ServiceDefaults;
using Microsoft.Extensions.Options;

namespace SchedulerService.Firing;

/// <summary>
/// Shares the schedules among the schedulers without a leader: each holds a lease on its membership, and the n-th of those
/// whose lease holds looks at every n-th shard. While they see a different membership two may look at the same schedule, which
/// the ledger's preconditions make harmless, or none may, for as long as a lease at most. ADR 5.
/// </summary>
internal sealed class SchedulerPeers(FirestoreDb db, TimeProvider clock, IOptions<FiringOptions> options)
{
    /// <summary>Members that have been gone for so many leases are forgotten.</summary>
    private const int ForgetAfterLeases = 100;

    private readonly CollectionReference _members = db.Collection("schedulers");
    private readonly string _self = RandomId.New();
    private DateTimeOffset _renewAt = DateTimeOffset.MinValue;
    private IReadOnlyList<int>? _share = [];

    private TimeSpan Lease => TimeSpan.FromSeconds(options.Value.MemberLeaseSeconds);

    /// <summary>The shards that are this process's now; null means all.</summary>
    public async Task<IReadOnlyList<int>?> ShareAsync(DateTimeOffset now, CancellationToken cancellationToken)
    {
        if (!options.Value.Shared)
        {
            return null;
        }

        // A clock that was set back must not make this one late.
        if (now >= _renewAt || _renewAt - now > Lease)
        {
            // The store's clock decides who is late, not those of the replicas.
            await _members.Document(_self).SetAsync(new Dictionary<string, object?> { ["renewedAt"] = now }, null, cancellationToken);
            var found = await _members.GetSnapshotAsync(cancellationToken);
            var age = found.Documents.ToDictionary(member => member.Id, member => found.ReadTime.ToDateTimeOffset() - member.UpdateTime!.Value.ToDateTimeOffset(), StringComparer.Ordinal);
            // This one lives, however long the store took to answer.
            var alive = age.Where(member => member.Value < Lease).Select(member => member.Key).Append(_self).Distinct().Order(StringComparer.Ordinal).ToList();
            var place = alive.IndexOf(_self);
            _share = alive.Count == 1 ? null : [.. Enumerable.Range(0, Shards.Count).Where(shard => shard % alive.Count == place)];
            _renewAt = clock.GetUtcNow() + (Lease / 3);
            foreach (var gone in age.Where(member => member.Value > ForgetAfterLeases * Lease))
            {
                await _members.Document(gone.Key).DeleteAsync(null, cancellationToken);
            }
        }

        return _share;
    }

    /// <summary>Whether the first shard was this process's when it last looked: what one does for all is done by whose it is.</summary>
    public bool HasFirstShard => !options.Value.Shared || _share is null || _share.Contains(0);

    /// <summary>Gives the shards to the others at once.</summary>
    public Task LeaveAsync(CancellationToken cancellationToken) => options.Value.Shared ? _members.Document(_self).DeleteAsync(null, cancellationToken) : Task.CompletedTask;
}
