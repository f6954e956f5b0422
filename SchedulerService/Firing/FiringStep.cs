using Microsoft.Extensions.Options;
using SchedulerService.Backfills;
using SchedulerService.Executions;
using SchedulerService.Firing.Backlogs;
using SchedulerService.Firing.Budgets;
using SchedulerService.Firing.Rules;
using SchedulerService.Ledger;
using SchedulerService.Schedules.Storage;

namespace SchedulerService.Firing;

/// <summary>Looks at what is due, decides it and commits it: many schedules in a commit, several commits at a time, one after the other only where another scheduler was first.</summary>
internal sealed partial class FiringStep(ScheduleStore store, RunQuestions runs, OccurrenceStore ledger, BackfillRecords backfills, FireBudget budget, FiringCommit commits, IOptions<FiringOptions> options, ILogger<FiringStep> logger)
{
    /// <summary>Batches that are not full in one look: a long backlog of a few schedules goes on in the next, with a new time for all others.</summary>
    private const int MaxRounds = 20;

    private readonly FiringLimits _limits = FiringLimits.Of(options.Value);

    /// <summary>One look at what is due in some shards, null for all: see <see cref="RunSharedAsync"/>.</summary>
    public Task<bool> RunOnceAsync(DateTimeOffset now, IReadOnlyList<int>? shards, CancellationToken cancellationToken) => RunSharedAsync(now, _ => Task.FromResult(shards), cancellationToken);

    /// <summary>
    /// One look at what is due, batch after batch, up to <see cref="FiringOptions.MaxSchedulesPerLook"/>: true when there is more, which
    /// is for the next look with its own time. A schedule that fails does not hold up the others.
    /// </summary>
    /// <param name="now">The time of the look.</param>
    /// <param name="share">Gives the shards of each batch, null for all: who works for long goes on renewing its membership, and leaves alone what others have taken over.</param>
    /// <param name="cancellationToken">Ends the look between commits.</param>
    public async Task<bool> RunSharedAsync(DateTimeOffset now, Func<CancellationToken, Task<IReadOnlyList<int>?>> share, CancellationToken cancellationToken)
    {
        for (int all = 0, rounds = 0; ;)
        {
            var (found, decided) = await RunBatchAsync(now, await share(cancellationToken), cancellationToken);
            if (decided == 0)
            {
                return false;
            }

            all += decided;
            rounds += found < options.Value.BatchSize ? 1 : 0;
            if (all >= options.Value.MaxSchedulesPerLook || rounds == MaxRounds)
            {
                return true;
            }
        }
    }

    /// <summary>Decides at most <see cref="FiringOptions.BatchSize"/> of the schedules that are due: how many were found, and how many of them were decided here.</summary>
    public async Task<(int Found, int Decided)> RunBatchAsync(DateTimeOffset now, IReadOnlyList<int>? shards, CancellationToken cancellationToken)
    {
        var due = await store.ListDueAsync(now, shards, options.Value.BatchSize, cancellationToken);
        return (due.Count, due.Count == 0 ? 0 : await DecideAsync(due, now, cancellationToken));
    }

    /// <summary>
    /// Decides of one schedule what is to be decided before it changes, in <see cref="FiringOptions.SettleCommits"/>, whether they are
    /// made here or by the firing loop meanwhile; more than that is for the change to put aside (<see cref="StoredSchedule.PutAside"/>).
    /// Returns it as stored then.
    /// </summary>
    /// <exception cref="ScheduleBusyException">Others were always first.</exception>
    public async Task<StoredSchedule?> SettleAsync(string agentId, DateTimeOffset now, Settling settling, ChangeAttempts attempts, CancellationToken cancellationToken)
    {
        for (StoredSchedule? lost = null; ;)
        {
            var schedule = await store.LoadAsync(agentId, cancellationToken);
            if (schedule?.ToState() is not { } state || !settling.IsNeeded(state, schedule.DueAt, now))
            {
                // Should the change lose the race that follows, what is due by then has a step again.
                attempts.Steps = 0;
                return schedule;
            }

            // Who was first may have decided it, or have changed something else.
            attempts.Steps += schedule.NextRunAt > lost?.NextRunAt ? 1 : 0;
            if (attempts.Steps >= options.Value.SettleCommits && settling.MayEnd(state))
            {
                return schedule;
            }

            var counts = await budget.LoadAsync([schedule.UserId], now, cancellationToken);
            var decided = await DecideAsync(await WithoutEndedAsync(schedule, settling, now, cancellationToken), settling, counts, now, cancellationToken);
            if (await commits.TryAsync(decided, counts, now, cancellationToken))
            {
                attempts.Steps++;
                lost = null;
            }
            else
            {
                await attempts.LostAsync(schedule, cancellationToken);
                lost = schedule;
            }
        }
    }

    /// <summary>How many schedules were decided.</summary>
    private async Task<int> DecideAsync(IReadOnlyList<StoredSchedule> due, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var asked = await ForEachAsync(due, schedule => WithoutEndedAsync(schedule, Settling.Due, now, cancellationToken), now, cancellationToken);
        var counts = await budget.LoadAsync(asked.Select(schedule => schedule.UserId), now, cancellationToken);
        var decided = new List<DecidedSchedule>(asked.Count);
        foreach (var schedule in asked)
        {
            await TryAsync(schedule, async () => decided.Add(await DecideAsync(schedule, Settling.Due, counts, now, cancellationToken)), now, cancellationToken);
        }

        var committed = 0;
        await Parallel.ForEachAsync(Commits(decided), Parallelism(cancellationToken), async (group, token) =>
        {
            if (await commits.TryAsync(group, counts, now, token))
            {
                Interlocked.Add(ref committed, group.Count);
                return;
            }

            foreach (var one in group)
            {
                await TryAsync(one.Schedule, async () => Interlocked.Add(ref committed, await commits.TryAsync(one, counts, now, token) ? 1 : 0), now, token);
            }
        });
        return committed;
    }

    private async Task<DecidedSchedule> DecideAsync(StoredSchedule schedule, Settling settling, FireCounts counts, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var state = settling.Apply(schedule.ToState());
        var inQuestion = FiringRules.InQuestion(state, now, _limits);
        if (inQuestion.Count > 0)
        {
            // Records change only with the schedule's document, whose precondition therefore guards what is read here.
            var records = await ledger.FindAsync(schedule.AgentId, inQuestion.Select(instant => FiringIds.Occurrence(schedule.AgentId, instant)), cancellationToken);
            state = state with { Recorded = [.. records.Values.Select(record => record.ScheduledFor)] };
        }

        var decision = FiringRules.Decide(state, now, counts.Limit(_limits, schedule.UserId));
        decision = await backfills.MergeAsync(schedule.AgentId, decision, cancellationToken);
        counts.Add(schedule.UserId, decision.Fired.Count());
        return new DecidedSchedule(schedule, decision);
    }

    /// <summary>The schedule without runs that have ended; they are asked about only where that may change what is decided.</summary>
    private async Task<StoredSchedule> WithoutEndedAsync(StoredSchedule schedule, Settling settling, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var state = settling.Apply(schedule.ToState());
        if (state.Runs.Count == 0 || !state.Active)
        {
            return schedule;
        }

        var matters = state.Schedule.Overlap != Overlaps.AllowAll || state.Waiting.Count > 0 || state.Backfill.Count > 0 || state.Runs.Any(run => run.Cancelling);
        return matters && (state.Runs.Any(run => run.Cancelling) || FiringRules.Decide(state with { Runs = [] }, now, _limits).Fired.Any())
            ? await runs.RefreshAsync(schedule, now, cancellationToken)
            : schedule;
    }

    /// <summary>In the order given, several at a time, without those that failed.</summary>
    private async Task<IReadOnlyList<StoredSchedule>> ForEachAsync(IReadOnlyList<StoredSchedule> due, Func<StoredSchedule, Task<StoredSchedule>> work, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var results = new StoredSchedule?[due.Count];
        await Parallel.ForEachAsync(Enumerable.Range(0, due.Count), Parallelism(cancellationToken), async (index, token) =>
            await TryAsync(due[index], async () => results[index] = await work(due[index]), now, token));
        return [.. results.OfType<StoredSchedule>()];
    }

    /// <summary>A schedule that fails is left alone for a while, so that it does not stand before others for ever.</summary>
    private async Task TryAsync(StoredSchedule schedule, Func<Task> work, DateTimeOffset now, CancellationToken cancellationToken)
    {
        try
        {
            await work();
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
        {
            LogFailed(exception, schedule.AgentId);
            await store.PostponeAsync(schedule, now.AddSeconds(options.Value.RetrySeconds), cancellationToken);
        }
    }

    private List<List<DecidedSchedule>> Commits(List<DecidedSchedule> decided)
    {
        var (groups, writes) = (new List<List<DecidedSchedule>>(), int.MaxValue);
        // Schedules of one user share the write of its counts.
        foreach (var one in decided.OrderBy(one => one.Schedule.UserId, StringComparer.Ordinal))
        {
            if (writes > options.Value.MaxWritesPerCommit - one.Writes)
            {
                groups.Add([]);
                writes = 0;
            }

            groups[^1].Add(one);
            writes += one.Writes;
        }

        return groups;
    }

    private ParallelOptions Parallelism(CancellationToken cancellationToken) => new() { MaxDegreeOfParallelism = options.Value.MaxParallel, CancellationToken = cancellationToken };

    [LoggerMessage(LogLevel.Warning, "The schedule of agent {AgentId} could not be decided; it is tried again")]
    private partial void LogFailed(Exception exception, string agentId);
}
