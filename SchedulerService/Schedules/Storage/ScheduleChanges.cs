using AgentPlatform.Contracts.Messages;
using SchedulerService.Firing.Rules;
using SchedulerService.Ledger;

namespace SchedulerService.Schedules.Storage;

/// <summary>What a message makes of a stored schedule; null when the message is late and says nothing new. Pure.</summary>
internal static class ScheduleChanges
{
    public const string ClockChanged = "the schedule was changed before its turn";
    public const string Deleted = "the agent was deleted before its turn";
    public const string SwitchedOff = "the agent was switched off before its turn";

    public static StoredSchedule? Change(StoredSchedule? stored, AgentScheduleChanged change, DateTimeOffset now)
    {
        if (stored?.Revision >= change.Revision)
        {
            return null;
        }

        var since = change.ChangedAt ?? now;
        since = stored?.SweptUntil > since ? stored.SweptUntil.Value : since;
        if (!change.Active || change.Schedule is null)
        {
            // What comes after it is no instant of this schedule, though nobody knew: it may be one of the next.
            return (Changed(stored?.PutAside(since, Outcomes.Skipped, SwitchedOff), change, now) with { NextRunAt = null, DueAt = null }).Rung(now);
        }

        if (GoesOn(stored, change))
        {
            return Due(Changed(stored, change, now), stored!.NextRunAt).Rung(now);
        }

        // A new clock starts when it was set, so that a message that waited misses nothing, whatever the time is here. What the old
        // one has decided since, for nobody knew, stays: an instant that both have is passed over when its turn comes.
        var changed = Changed(stored?.PutAside(since, Outcomes.Missed, ClockChanged), change, now);
        return Due(changed with { LastDecidedAt = StoredSchedule.Later(changed.LastDecidedAt, since) }, new ScheduleClock(change.Schedule).Next(since)).Rung(now);
    }

    /// <summary>Whether the change leaves the clock as it is: then it goes on where it was.</summary>
    public static bool GoesOn(StoredSchedule? stored, AgentScheduleChanged change) =>
        stored is { Active: true, Schedule: not null } && change is { Active: true, Schedule: not null } && ScheduleClock.KeyOf(stored.Schedule) == ScheduleClock.KeyOf(change.Schedule);

    /// <summary>The document stays, so that a late change does not bring the schedule back.</summary>
    public static StoredSchedule? Delete(StoredSchedule? stored, AgentDeleted deletion, DateTimeOffset now) => stored is { Deleted: true }
        ? null
        : ((stored?.PutAside(now, Outcomes.Skipped, Deleted) ?? New(deletion.AgentId, deletion.UserId, now)) with
        {
            Active = false,
            Deleted = true,
            DueAt = null,
            NextRunAt = null,
            Revision = long.MaxValue,
            UpdatedAt = now,
        }).Rung(now);

    /// <summary>A run of the agent ended: the newest one gives the status that is shown, and what waited for it may fire.</summary>
    public static StoredSchedule? End(StoredSchedule stored, ExecutionEnded ended, int pauseAfterFailures, DateTimeOffset now)
    {
        if (stored.Runs.Any(run => run.ExecutionId == ended.ExecutionId))
        {
            return RunEnds.End(stored, ended.ExecutionId, ended.Status, ended.Error?.Code, pauseAfterFailures).Rung(now) with { UpdatedAt = now };
        }

        return stored.LastRunAt > ended.StartTime || stored.Runs.Count > 0
            ? null
            : stored with { LastRunAt = ended.StartTime, LastStatus = ended.Status, UpdatedAt = now };
    }

    private static StoredSchedule Changed(StoredSchedule? stored, AgentScheduleChanged change, DateTimeOffset now) => (stored ?? New(change.AgentId, change.UserId, now)) with
    {
        UserId = change.UserId,
        AgentName = change.AgentName,
        Version = change.Version,
        Revision = change.Revision,
        Active = change.Active,
        Schedule = change.Schedule,
        UpdatedAt = now,
    };

    private static StoredSchedule Due(StoredSchedule schedule, DateTimeOffset? next) =>
        schedule with { NextRunAt = next, DueAt = next is { } instant ? FiringRules.DueAt(schedule.ToState(), instant) : null };

    private static StoredSchedule New(string agentId, string userId, DateTimeOffset now) =>
        new() { AgentId = agentId, UserId = userId, AgentName = "", Version = 0, Revision = -1, Active = false, CreatedAt = now };
}
