using AgentPlatform.Contracts.Executions;
using AgentPlatform.ServiceDefaults.Logs;

namespace ExecutionService.Journal;

/// <summary>Readings of a journal.</summary>
internal static class JournalSteps
{
    /// <summary>The steps in order, each as its newest entry tells it.</summary>
    public static async Task<IReadOnlyList<ExecutionStep>> ReadAsync(AppendLog log, CancellationToken cancellationToken)
    {
        var steps = new SortedDictionary<int, ExecutionStep>();
        await foreach (var batch in log.ReadAsync(0, cancellationToken))
        {
            foreach (var entry in batch.Entries.Where(entry => LogEntry.TypeOf(entry) == JournalEvents.StepType))
            {
                var step = JournalEvents.ReadStep(entry);
                steps[step.Index] = step;
            }
        }

        return [.. steps.Values];
    }

    /// <summary>Whether the entry numbered <paramref name="last"/> ends the journal.</summary>
    public static async Task<bool> HasEndedAsync(AppendLog log, long last, CancellationToken cancellationToken)
    {
        await foreach (var batch in log.ReadAsync(last - 1, cancellationToken))
        {
            return LogEntry.TypeOf(batch.Entries[^1]) == JournalEvents.DoneType;
        }

        return false;
    }
}
