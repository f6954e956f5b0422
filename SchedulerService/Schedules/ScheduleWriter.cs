using AgentPlatform.Contracts.Messages;
using AgentPlatform.Firestore;
using Grpc.Core;
using SchedulerService.Firing;

namespace SchedulerService.Schedules;

/// <summary>Changes stored schedules. What is due is decided by the old rule before a new one counts.</summary>
internal sealed class ScheduleWriter(FirestoreDb db, ScheduleStore store, FiringStep firing, TimeProvider clock)
{
    private const int MaxAttempts = 8;

    public Task ChangeAsync(AgentScheduleChanged change, CancellationToken cancellationToken) =>
        EditAsync(change.AgentId, settle: true, (stored, now) => ScheduleChanges.Change(stored, change, now), cancellationToken);

    public Task DeleteAsync(AgentDeleted deletion, CancellationToken cancellationToken) =>
        EditAsync(deletion.AgentId, settle: false, (stored, now) => ScheduleChanges.Delete(stored, deletion, now), cancellationToken);

    public Task EndAsync(ExecutionEnded ended, CancellationToken cancellationToken) => ended.AgentId is { } agentId
        ? EditAsync(agentId, settle: false, (stored, now) => stored is null ? null : ScheduleChanges.End(stored, ended, now), cancellationToken)
        : Task.CompletedTask;

    /// <summary>Pauses or resumes the user's schedule; null when there is none. Instants that pass while paused are recorded as such.</summary>
    public async Task<StoredSchedule?> PauseAsync(string userId, string agentId, bool paused, string? reason, CancellationToken cancellationToken)
    {
        if (await store.FindAsync(userId, agentId, cancellationToken) is null)
        {
            return null;
        }

        await EditAsync(
            agentId,
            settle: true,
            (stored, now) => stored is { Deleted: false, Schedule: not null } && (stored.Paused, stored.PausedReason) != (paused, reason)
                ? stored with { Paused = paused, PausedReason = reason, UpdatedAt = now }
                : null,
            cancellationToken);
        return await store.FindAsync(userId, agentId, cancellationToken);
    }

    private async Task EditAsync(string agentId, bool settle, Func<StoredSchedule?, DateTimeOffset, StoredSchedule?> edit, CancellationToken cancellationToken)
    {
        for (var attempt = 1; ; attempt++)
        {
            var now = clock.GetUtcNow();
            var stored = settle ? await firing.SettleAsync(agentId, now, cancellationToken) : await store.LoadAsync(agentId, cancellationToken);

            if (edit(stored, now) is not { } edited)
            {
                return;
            }

            var commit = db.StartBatch();
            store.Save(commit, edited);

            try
            {
                await commit.CommitAsync(cancellationToken);
                return;
            }
            catch (RpcException exception) when (attempt < MaxAttempts && exception.StatusCode is StatusCode.AlreadyExists or StatusCode.Aborted or StatusCode.FailedPrecondition)
            {
                // Somebody else was first: read again and decide again.
            }
        }
    }
}
