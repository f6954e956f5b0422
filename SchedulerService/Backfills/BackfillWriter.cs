using System.Globalization;
using AgentPlatform.Contracts.Schedules;
using AgentPlatform.ServiceDefaults.Problems;
using Microsoft.AspNetCore.Http.HttpResults;
using SchedulerService.Firing;
using SchedulerService.Firing.Rules;
using SchedulerService.Ledger;
using SchedulerService.Schedules.Storage;

namespace SchedulerService.Backfills;

/// <summary>Puts instants of the past on a schedule's list, from which the firing loop starts them.</summary>
internal sealed class BackfillWriter(ScheduleStore store, OccurrenceStore ledger, ScheduleWriter writer)
{
    /// <summary>
    /// Once this returns an answer, its instants will run whoever dies. Asking again adds only what is not there yet, and under
    /// the same <paramref name="id"/> answers what was answered first, or would have been by who died after its commit.
    /// </summary>
    public async Task<(BackfillAnswer? Answer, ProblemHttpResult? Problem)> AcceptAsync(
        string userId, string agentId, string id, DateTimeOffset from, DateTimeOffset to, string? overlap, CancellationToken cancellationToken)
    {
        if (await store.FindAsync(userId, agentId, cancellationToken) is null)
        {
            return (null, Problem.NotFound());
        }

        BackfillAnswer? answer = null;
        ProblemHttpResult? problem = null;
        await writer.EditAsync(
            agentId,
            async (stored, now) =>
            {
                if (stored?.UserId == userId && stored.AcceptedBackfills.FirstOrDefault(backfill => backfill.Id == id) is { } accepted)
                {
                    (answer, problem) = (accepted.Answer, null);
                    return null;
                }

                (answer, problem) = (null, WhyNot(stored, userId, now));
                if (problem is not null)
                {
                    return null;
                }

                if (from < stored!.SweptUntil)
                {
                    problem = Problem.Validation("from", string.Create(CultureInfo.InvariantCulture, $"The ledger of this schedule begins at {stored.SweptUntil.Value.UtcDateTime:yyyy-MM-dd'T'HH:mm:ss'Z'}: of earlier instants nobody knows whether they ran."));
                    return null;
                }

                if (BackfillRules.Instants(stored.Schedule!, from, to) is not { } instants)
                {
                    problem = Problem.Validation("to", $"The interval holds more than {BackfillRules.MaxInstants} instants; give a shorter one.");
                    return null;
                }

                var records = await ledger.FindAsync(agentId, instants.Select(instant => FiringIds.Occurrence(agentId, instant)), cancellationToken);
                var open = BackfillRules.Open(stored, instants, instant => records.TryGetValue(FiringIds.Occurrence(agentId, instant), out var record) && record.Outcome == Outcomes.Fired);
                if (stored.Backfill.Count + open.Count > BackfillRules.MaxInstants)
                {
                    problem = Problem.Conflict($"A backfill of {stored.Backfill.Count} instants is under way; {BackfillRules.MaxInstants} may wait at a time.");
                    return null;
                }

                answer = new BackfillAnswer(open.Count, instants.Count - open.Count);
                return open.Count == 0 ? null : Remember(Accept(stored, open, overlap, now), id, answer);
            },
            cancellationToken);
        return (answer, problem);
    }

    private static ProblemHttpResult? WhyNot(StoredSchedule? stored, string userId, DateTimeOffset now) => stored switch
    {
        null or { Deleted: true } or { Schedule: null } => Problem.NotFound(),
        _ when stored.UserId != userId => Problem.NotFound(),
        { Active: false } => Problem.Conflict("The agent is not active; only an active agent runs by schedule."),
        { Paused: true } => Problem.Conflict("The schedule is paused; resume it first."),
        // More was due than a request waits for: what becomes of it is not known yet.
        _ when stored.Unsettled.Count > 0 || stored.DueAt <= now => Problem.Conflict("Earlier instants of the schedule are still being recorded; try again in a moment."),
        _ => null,
    };

    private static StoredSchedule Remember(StoredSchedule stored, string id, BackfillAnswer answer) =>
        stored with { AcceptedBackfills = [.. stored.AcceptedBackfills.TakeLast(AcceptedBackfill.Max - 1), new AcceptedBackfill(id, answer.Accepted, answer.Skipped)] };

    // A second backfill joins the first: one list, in the order of the instants, under the policy that was given last.
    private static StoredSchedule Accept(StoredSchedule stored, IReadOnlyList<DateTimeOffset> open, string? overlap, DateTimeOffset now) =>
        (stored with { Backfill = [.. stored.Backfill.Concat(open).Order()], BackfillOverlap = overlap ?? Overlaps.BufferAll, UpdatedAt = now }).Rung(now);
}
