using SchedulerService.Firing.Rules;
using SchedulerService.Ledger;

namespace SchedulerService.Backfills;

/// <summary>Brings the records that a backfill replaces into a decision about it.</summary>
internal sealed class BackfillRecords(OccurrenceStore ledger)
{
    /// <summary>The records change only with the schedule's document, whose precondition therefore guards what is read here.</summary>
    public async Task<FiringDecision> MergeAsync(string agentId, FiringDecision decision, CancellationToken cancellationToken)
    {
        var ids = decision.Occurrences.Where(occurrence => occurrence.IsBackfill).Select(occurrence => occurrence.Id).ToList();
        if (ids.Count == 0)
        {
            return decision;
        }

        var before = await ledger.FindAsync(agentId, ids, cancellationToken);
        var merged = decision.Occurrences.Select(occurrence => (occurrence.Id, Occurrence: occurrence.IsBackfill ? BackfillRules.Over(before.GetValueOrDefault(occurrence.Id), occurrence) : occurrence)).ToList();
        var stay = merged.Where(entry => entry.Occurrence is null).Select(entry => entry.Id).ToHashSet();
        return decision.Without(stay) with { Occurrences = [.. merged.Select(entry => entry.Occurrence).OfType<Occurrence>()] };
    }
}
