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
    /// <summary>The old rule counts until the change was made, though the time here may be behind that.</summary>
    public Task ChangeAsync(AgentScheduleChanged change, CancellationToken cancellationToken) => EditAsync(
        change.AgentId,
        change.ChangedAt,
        (now, attempts) => SettleAsync(change, now, attempts, cancellationToken),
        (stored, now) => Task.FromResult(ScheduleChanges.Change(stored, change, now)),
        cancellationToken);

    public Task DeleteAsync(AgentDeleted deletion, CancellationToken cancellationToken) => EditAsync(
        deletion.AgentId,
        null,
        (now, attempts) => firing.SettleAsync(deletion.AgentId, now, Settling.Stop(ScheduleChanges.Deleted), attempts, cancellationToken),
        (stored, now) => Task.FromResult(ScheduleChanges.Delete(stored, deletion, now)),
        cancellationToken);

    public Task EndAsync(ExecutionEnded ended, CancellationToken cancellationToken) => ended.AgentId is { } agentId
        ? EditAsync(
            agentId,
            null,
            (_, _) => store.LoadAsync(agentId, cancellationToken),
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
            (now, attempts) => paused ? store.LoadAsync(agentId, cancellationToken) : firing.SettleAsync(agentId, now, Settling.Due, attempts, cancellationToken),
            (stored, now) => Task.FromResult(stored is { Deleted: false, Schedule: not null } && (stored.Paused, stored.PausedReason) != (paused, reason)
                ? ((paused ? stored : stored.PutAside(now, Outcomes.Paused, FiringRules.IsPaused)) with { Paused = paused, PausedReason = reason, ResumedAt = paused ? stored.ResumedAt : now, FailuresInARow = 0, UpdatedAt = now }).Rung(now)
                : null),
            cancellationToken);
        return await store.FindAsync(userId, agentId, cancellationToken);
    }

    /// <summary>Changes a schedule once what is due has been decided, up to a bound. The edit may run several times and gives null to leave the schedule as it is.</summary>
    public Task EditAsync(string agentId, Func<StoredSchedule?, DateTimeOffset, Task<StoredSchedule?>> edit, CancellationToken cancellationToken) =>
        EditAsync(agentId, null, (now, attempts) => firing.SettleAsync(agentId, now, Settling.Due, attempts, cancellationToken), edit, cancellationToken);

    /// <exception cref="ScheduleBusyException">Others were always first.</exception>
    private async Task EditAsync(
        string agentId,
        DateTimeOffset? notBefore,
        Func<DateTimeOffset, ChangeAttempts, Task<StoredSchedule?>> load,
        Func<StoredSchedule?, DateTimeOffset, Task<StoredSchedule?>> edit,
        CancellationToken cancellationToken)
    {
        for (var attempts = new ChangeAttempts(agentId, TimeSpan.FromSeconds(options.Value.ChangePatienceSeconds), clock); ;)
        {
            var now = clock.GetUtcNow();
            now = notBefore > now ? notBefore.Value : now;
            var stored = await load(now, attempts);
            if (await edit(stored, now) is not { } edited)
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
            catch (RpcException exception) when (exception.StatusCode is StatusCode.AlreadyExists or StatusCode.Aborted or StatusCode.FailedPrecondition)
            {
                // Somebody else was first: read again and decide again.
                await attempts.LostAsync(stored, cancellationToken);
            }
        }
    }

    /// <summary>Before the clock changes, instants whose jitter is not over yet are decided too; when it stops nothing fires any more, whatever is due or waits.</summary>
    private async Task<StoredSchedule?> SettleAsync(AgentScheduleChanged change, DateTimeOffset now, ChangeAttempts attempts, CancellationToken cancellationToken)
    {
        var stored = await store.LoadAsync(change.AgentId, cancellationToken);
        if (stored is null || stored.Revision >= change.Revision)
        {
            return stored;
        }

        var settling = change is not { Active: true, Schedule: not null } ? Settling.Stop(ScheduleChanges.SwitchedOff, change.ChangedAt ?? now)
            : ScheduleChanges.GoesOn(stored, change) ? Settling.Due
            : Settling.AllUntil(change.ChangedAt ?? now);
        return await firing.SettleAsync(change.AgentId, now, settling, attempts, cancellationToken);
    }
}
