using AgentPlatform.Contracts.Messages;
using AgentPlatform.Firestore;
using Grpc.Core;
using Microsoft.Extensions.Options;
using SchedulerService.Firing;
using SchedulerService.Firing.Backlogs;
using SchedulerService.Firing.Rules;
using SchedulerService.Ledger;

namespace SchedulerService.Schedules.Storage;

/// <summary>
/// Changes stored schedules. What is due is decided by the old rule before a new one counts, up to a bound: of a longer backlog
/// the rest is put aside, to be recorded in the background.
/// </summary>
internal sealed class ScheduleWriter(FirestoreDb db, ScheduleStore store, FiringStep firing, TimeProvider clock, IOptions<FiringOptions> options)
{
    /// <summary>Of those who change a schedule at the same time one comes through at each attempt; so many runs of an agent may well end at once.</summary>
    private const int MaxAttempts = 64;

    /// <summary>The old rule counts until the change was made, though the time here may be behind that.</summary>
    public Task ChangeAsync(AgentScheduleChanged change, CancellationToken cancellationToken) => EditAsync(
        change.AgentId,
        change.ChangedAt,
        now => SettleAsync(change, now, cancellationToken),
        (stored, now) => Task.FromResult(ScheduleChanges.Change(stored, change, now)),
        cancellationToken);

    public Task DeleteAsync(AgentDeleted deletion, CancellationToken cancellationToken) => EditAsync(
        deletion.AgentId,
        null,
        now => firing.SettleAsync(deletion.AgentId, now, Settling.Stop(ScheduleChanges.Deleted), cancellationToken),
        (stored, now) => Task.FromResult(ScheduleChanges.Delete(stored, deletion, now)),
        cancellationToken);

    public Task EndAsync(ExecutionEnded ended, CancellationToken cancellationToken) => ended.AgentId is { } agentId
        ? EditAsync(
            agentId,
            null,
            _ => store.LoadAsync(agentId, cancellationToken),
            (stored, now) => Task.FromResult(stored is null ? null : ScheduleChanges.End(stored, ended, options.Value.PauseAfterFailures, now)),
            cancellationToken)
        : Task.CompletedTask;

    /// <summary>
    /// Pauses or resumes the user's schedule; null when there is none. Instants that pass while paused are recorded as such, and
    /// so are those that are due and not decided when the pause comes: nothing fires after it.
    /// </summary>
    public async Task<StoredSchedule?> PauseAsync(string userId, string agentId, bool paused, string? reason, CancellationToken cancellationToken)
    {
        if (await store.FindAsync(userId, agentId, cancellationToken) is null)
        {
            return null;
        }

        await EditAsync(
            agentId,
            null,
            now => paused ? store.LoadAsync(agentId, cancellationToken) : firing.SettleAsync(agentId, now, Settling.Due, cancellationToken),
            (stored, now) => Task.FromResult(stored is { Deleted: false, Schedule: not null } && (stored.Paused, stored.PausedReason) != (paused, reason)
                ? ((paused ? stored : stored.PutAside(now, Outcomes.Paused, FiringRules.IsPaused)) with { Paused = paused, PausedReason = reason, ResumedAt = paused ? stored.ResumedAt : now, FailuresInARow = 0, UpdatedAt = now }).Rung(now)
                : null),
            cancellationToken);
        return await store.FindAsync(userId, agentId, cancellationToken);
    }

    /// <summary>Changes a schedule once what is due has been decided, up to a bound. The edit may run several times and gives null to leave the schedule as it is.</summary>
    public Task EditAsync(string agentId, Func<StoredSchedule?, DateTimeOffset, Task<StoredSchedule?>> edit, CancellationToken cancellationToken) =>
        EditAsync(agentId, null, now => firing.SettleAsync(agentId, now, Settling.Due, cancellationToken), edit, cancellationToken);

    private async Task EditAsync(
        string agentId,
        DateTimeOffset? notBefore,
        Func<DateTimeOffset, Task<StoredSchedule?>> load,
        Func<StoredSchedule?, DateTimeOffset, Task<StoredSchedule?>> edit,
        CancellationToken cancellationToken)
    {
        for (var attempt = 1; ; attempt++)
        {
            var now = clock.GetUtcNow();
            now = notBefore > now ? notBefore.Value : now;
            if (await edit(await load(now), now) is not { } edited)
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

    /// <summary>Before the clock changes, instants whose jitter is not over yet are decided too; when it stops nothing fires any more, whatever is due or waits.</summary>
    private async Task<StoredSchedule?> SettleAsync(AgentScheduleChanged change, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var stored = await store.LoadAsync(change.AgentId, cancellationToken);
        if (stored is null || stored.Revision >= change.Revision)
        {
            return stored;
        }

        var settling = change is not { Active: true, Schedule: not null } ? Settling.Stop(ScheduleChanges.SwitchedOff, change.ChangedAt ?? now)
            : ScheduleChanges.GoesOn(stored, change) ? Settling.Due
            : Settling.AllUntil(change.ChangedAt ?? now);
        return await firing.SettleAsync(change.AgentId, now, settling, cancellationToken);
    }
}
