using SchedulerService.Firing.Rules;
using SchedulerService.Schedules;

namespace SchedulerService.Firing.Backlogs;

/// <summary>
/// Instants of a rule that an earlier one shared and that were decided by it: the message of a change comes after instants that
/// the new rule has, and by then the old one may have fired, skipped or kept waiting some of them. Each is decided once. Pure.
/// </summary>
internal sealed class TakenInstants(ScheduleState state)
{
    private HashSet<DateTimeOffset>? _known;
    private ScheduleClock[]? _clocks;

    /// <summary>Whether an instant of the schedule has a record, waits, is to be backfilled, or is put aside.</summary>
    public bool Contains(DateTimeOffset instant) => instant <= state.DecidedUntil && (IsKnown(instant) || IsPutAside(instant, state.Unsettled.Count));

    /// <summary>The same of an instant of the backlog at a place: those before it come first.</summary>
    public bool Contains(DateTimeOffset instant, int place) => instant <= state.Unsettled[place].DecidedUntil && (IsKnown(instant) || IsPutAside(instant, place));

    private bool IsKnown(DateTimeOffset instant) => (_known ??= [.. state.Recorded, .. state.Waiting, .. state.Backfill]).Contains(instant);

    private bool IsPutAside(DateTimeOffset instant, int places)
    {
        _clocks ??= [.. state.Unsettled.Select(left => new ScheduleClock(left.Schedule))];
        return Enumerable.Range(0, places).Any(place =>
            instant >= state.Unsettled[place].Next && instant <= state.Unsettled[place].Until && _clocks[place].Next(instant.AddTicks(-1)) == instant);
    }
}
