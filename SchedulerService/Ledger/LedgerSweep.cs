using AgentPlatform.Firestore;
using AgentPlatform.ServiceDefaults;
using Grpc.Core;
using Microsoft.Extensions.Options;
using SchedulerService.Schedules.Storage;

namespace SchedulerService.Ledger;

/// <summary>
/// Deletes records that are older than <see cref="LedgerOptions.KeepDays"/>, or that a schedule has beyond its newest
/// <see cref="LedgerOptions.MaxRecordsPerSchedule"/>. It walks the schedules by their ids, a few at a time, round and round, and
/// begins anywhere, so that whoever is often started again does not always sweep the same ones.
/// </summary>
internal sealed partial class LedgerSweep(FirestoreDb db, ScheduleStore store, OccurrenceStore ledger, IOptions<LedgerOptions> options, ILogger<LedgerSweep> logger)
{
    private const int DeletesPerCommit = 400;

    private string? _after = RandomId.New();

    /// <summary>Sweeps the next schedules and gives the number of records that it deleted.</summary>
    public async Task<int> RunOnceAsync(DateTimeOffset now, CancellationToken cancellationToken)
    {
        var deleted = 0;
        var agents = await store.ListIdsAsync(_after, options.Value.SchedulesPerSweep, cancellationToken);
        foreach (var agentId in agents)
        {
            try
            {
                deleted += await SweepAsync(agentId, now, cancellationToken);
            }
            catch (RpcException exception) when (!cancellationToken.IsCancellationRequested)
            {
                LogFailed(exception, agentId);
            }
        }

        _after = agents.Count < options.Value.SchedulesPerSweep ? null : agents[^1];
        if (deleted > 0)
        {
            LogSwept(deleted, agents.Count);
        }

        return deleted;
    }

    private async Task<int> SweepAsync(string agentId, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var oldest = await OldestKeptAsync(agentId, now, cancellationToken);
        var deleted = 0;
        while (deleted < options.Value.MaxDeletesPerSchedule
            && await ledger.ListBeforeAsync(agentId, oldest, Math.Min(DeletesPerCommit, options.Value.MaxDeletesPerSchedule - deleted), cancellationToken) is { Count: > 0 } old)
        {
            if (deleted == 0)
            {
                // First, so that nobody takes what has no record any more for what never ran.
                await store.MarkSweptAsync(agentId, oldest, cancellationToken);
            }

            var commit = db.StartBatch();
            foreach (var record in old)
            {
                commit.Delete(record);
            }

            await commit.CommitAsync(cancellationToken);
            deleted += old.Count;
        }

        return deleted;
    }

    /// <summary>From when on records are kept. The instant is found by halving, for counting records costs a thousandth of reading them.</summary>
    private async Task<DateTimeOffset> OldestKeptAsync(string agentId, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var (low, high, most) = (now.AddDays(-options.Value.KeepDays), now, options.Value.MaxRecordsPerSchedule);
        if (await ledger.CountAsync(agentId, low, cancellationToken) <= most + (most / 20))
        {
            return low;
        }

        while (high - low > TimeSpan.FromSeconds(1))
        {
            var middle = low + ((high - low) / 2);
            var count = await ledger.CountAsync(agentId, middle, cancellationToken);
            if (count < most)
            {
                high = middle;
            }
            else
            {
                low = middle;
                if (count <= most + (most / 50))
                {
                    break;
                }
            }
        }

        return low;
    }

    [LoggerMessage(LogLevel.Information, "{Records} old records of {Schedules} schedules were deleted")]
    private partial void LogSwept(int records, int schedules);

    [LoggerMessage(LogLevel.Warning, "The records of agent {AgentId} could not be swept; it is tried again at the next round")]
    private partial void LogFailed(Exception exception, string agentId);
}
