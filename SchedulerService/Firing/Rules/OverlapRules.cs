using SchedulerService.Ledger;

namespace SchedulerService.Firing.Rules;

/// <summary>What becomes of instants that may fire, as far as other runs of the schedule go. Pure.</summary>
internal static class OverlapRules
{
    public const string StillRunning = "previous run still running";
    public const string TookItsPlace = "a later instant took its place";

    /// <summary>Starts what waits and no longer has to. Runs that do not wait for one another leave nothing waiting.</summary>
    public static void Release(FiringDraft draft, string overlap)
    {
        while (IsReplacing(overlap) && draft.Waiting.Count > 1)
        {
            draft.Record(draft.TakeWaiting(), Outcomes.Skipped, TookItsPlace);
        }

        if (overlap == Overlaps.TerminateOther && draft.Waiting.Count > 0)
        {
            // It waits since the policy was another.
            draft.CancelRuns();
        }

        while (draft.Waiting.Count > 0 && (!draft.IsRunning || !Waits(overlap)))
        {
            draft.FireFirstWaiting();
        }
    }

    /// <summary>Fires an instant, lets it wait, or skips it.</summary>
    /// <param name="draft">What has been decided so far.</param>
    /// <param name="overlap">The schedule's policy.</param>
    /// <param name="instant">The instant, later than all before it.</param>
    /// <param name="isLast">No later instant is due as well.</param>
    /// <param name="maxWaiting">How many may wait.</param>
    public static void Admit(FiringDraft draft, string overlap, DateTimeOffset instant, bool isLast, int maxWaiting)
    {
        // Starting what the next instant would end at once helps nobody.
        if (IsReplacing(overlap) && !isLast)
        {
            draft.Record(instant, Outcomes.Skipped, TookItsPlace);
            return;
        }

        var isBlocked = Waits(overlap) && (draft.IsRunning || draft.Waiting.Count > 0);
        switch (overlap)
        {
            case Overlaps.TerminateOther:
                draft.CancelRuns();
                draft.Fire(instant);
                break;
            case Overlaps.CancelOther when isBlocked:
                draft.CancelRuns();
                draft.Wait(instant);
                Release(draft, overlap);
                break;
            case Overlaps.BufferOne when isBlocked && draft.Waiting.Count == 0:
            case Overlaps.BufferAll when isBlocked && draft.Waiting.Count < maxWaiting:
                draft.Wait(instant);
                break;
            case Overlaps.BufferOne when isBlocked:
                draft.Record(instant, Outcomes.Skipped, $"{StillRunning}, and another instant waits for its end");
                break;
            case Overlaps.BufferAll when isBlocked:
                draft.Record(instant, Outcomes.Skipped, $"{StillRunning}, and {maxWaiting} instants wait already");
                break;
            default:
                if (isBlocked)
                {
                    draft.Record(instant, Outcomes.Skipped, StillRunning);
                }
                else
                {
                    draft.Fire(instant);
                }

                break;
        }
    }

    /// <summary>Whether runs wait for one another.</summary>
    private static bool Waits(string overlap) => overlap is not (Overlaps.AllowAll or Overlaps.TerminateOther);

    private static bool IsReplacing(string overlap) => overlap is Overlaps.CancelOther or Overlaps.TerminateOther;
}
