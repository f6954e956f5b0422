using SchedulerService.Firing.Rules;

namespace SchedulerService.Firing.Backlogs;

/// <summary>What is decided of a schedule before it changes.</summary>
internal sealed record Settling
{
    /// <summary>What is due.</summary>
    public static readonly Settling Due = new();

    public bool IgnoresJitter { get; private init; }

    /// <summary>The last moment whose instants are decided; those after it are due by another rule, or by none.</summary>
    public DateTimeOffset? Until { get; private init; }

    public string? StopReason { get; private init; }

    /// <summary>Every instant until a moment, though its jitter may not be over.</summary>
    public static Settling AllUntil(DateTimeOffset moment) => new() { IgnoresJitter = true, Until = moment };

    /// <summary>Every instant until a moment (null: until now) and all that waits: none of it fires any more.</summary>
    public static Settling Stop(string reason, DateTimeOffset? moment = null) => new() { IgnoresJitter = true, StopReason = reason, Until = moment };

    /// <summary>Whether there is anything of it to decide.</summary>
    public bool IsNeeded(ScheduleState state, DateTimeOffset? dueAt, DateTimeOffset now) => state.Active
        && ((Until is null && dueAt <= now && (state.Unsettled.Count == 0 || HasOwn(state, now)))
            || (IgnoresJitter && state.NextRunAt <= now && !(state.NextRunAt > Until))
            || (StopReason is not null && (state.Waiting.Count > 0 || state.Backfill.Count > 0)));

    /// <summary>Whether the change may put aside what is still due. What waits cannot be put aside: it ends with the schedule, and is not much.</summary>
    public bool MayEnd(ScheduleState state) =>
        state.Unsettled.Count < Unsettled.Max && (StopReason is null || (state.Waiting.Count == 0 && state.Backfill.Count == 0));

    /// <summary>Whether anything may be due but what changes have put aside, which is recorded whatever the schedule becomes.</summary>
    private static bool HasOwn(ScheduleState state, DateTimeOffset now) => state.NextRunAt <= now || state.Waiting.Count > 0 || state.Backfill.Count > 0;

    public ScheduleState Apply(ScheduleState state) => state with { IgnoresJitter = IgnoresJitter, Until = Until, StopReason = StopReason };
}
