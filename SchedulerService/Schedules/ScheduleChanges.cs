using AgentPlatform.Contracts.Messages;
using AgentPlatform.Contracts.Schedules;
using SchedulerService.Firing;

namespace SchedulerService.Schedules;

/// <summary>What a message makes of a stored schedule; null when the message is late and says nothing new. Pure.</summary>
internal static class ScheduleChanges
{
    public static StoredSchedule? Change(StoredSchedule? stored, AgentScheduleChanged change, DateTimeOffset now)
    {
        if (stored?.Revision >= change.Revision)
        {
            return null;
        }

        var changed = (stored ?? New(change.AgentId, change.UserId, now)) with
        {
            UserId = change.UserId,
            AgentName = change.AgentName,
            Version = change.Version,
            Revision = change.Revision,
            Active = change.Active,
            Schedule = change.Schedule,
            UpdatedAt = now,
        };

        if (!change.Active || change.Schedule is null)
        {
            return changed with { NextRunAt = null, DueAt = null };
        }

        // The same clock goes on where it was; a new one starts when it was set, so that a message that waited misses nothing.
        var goesOn = stored is { Active: true, Schedule: not null } && SameClock(stored.Schedule, change.Schedule);
        var since = change.ChangedAt < now ? change.ChangedAt.Value : now;
        since = stored?.LastDecidedAt > since ? stored.LastDecidedAt.Value : since;
        var next = goesOn ? stored!.NextRunAt : new ScheduleClock(change.Schedule).Next(since);
        return changed with { NextRunAt = next, DueAt = next is { } instant ? FiringRules.DueAt(changed.ToState(isRunning: false), instant) : null };
    }

    /// <summary>The document stays, so that a late change does not bring the schedule back.</summary>
    public static StoredSchedule? Delete(StoredSchedule? stored, AgentDeleted deletion, DateTimeOffset now) => stored is { Deleted: true }
        ? null
        : (stored ?? New(deletion.AgentId, deletion.UserId, now)) with
        {
            Active = false,
            Deleted = true,
            DueAt = null,
            NextRunAt = null,
            Revision = long.MaxValue,
            UpdatedAt = now,
        };

    /// <summary>A run of the agent ended: the newest one gives the status that is shown.</summary>
    public static StoredSchedule? End(StoredSchedule stored, ExecutionEnded ended, DateTimeOffset now)
    {
        var isActive = stored.ActiveExecutionId == ended.ExecutionId;

        if (!isActive && (stored.LastRunAt > ended.StartTime || stored.ActiveExecutionId is not null))
        {
            return null;
        }

        return stored with
        {
            ActiveExecutionId = isActive ? null : stored.ActiveExecutionId,
            ActiveSince = isActive ? null : stored.ActiveSince,
            LastRunAt = isActive ? stored.LastRunAt : ended.StartTime,
            LastStatus = ended.Status,
            UpdatedAt = now,
        };
    }

    private static bool SameClock(Schedule one, Schedule other) =>
        (one.Cron, one.At, one.TimeZone, one.StartAt, one.EndAt, one.JitterSeconds) == (other.Cron, other.At, other.TimeZone, other.StartAt, other.EndAt, other.JitterSeconds);

    private static StoredSchedule New(string agentId, string userId, DateTimeOffset now) =>
        new() { AgentId = agentId, UserId = userId, AgentName = "", Version = 0, Revision = -1, Active = false, CreatedAt = now };
}
