using AgentPlatform.Contracts.Schedules;
using Microsoft.Extensions.Options;
using SchedulerService.Firing;
using SchedulerService.Schedules.Storage;

namespace SchedulerService.Ticks;

/// <summary>
/// Decides what is due in all shards, batch after batch, for as long as a tick may take. Ticks that come together, and the
/// scheduler's own loop beside them, share the work as schedulers do: an instant is decided once, whoever is first.
/// </summary>
internal sealed class TickRunner(FiringStep step, ScheduleStore store, TimeProvider clock, IOptions<TickOptions> options)
{
    /// <summary>Farther than any schedule is due.</summary>
    private static readonly TimeSpan Horizon = TimeSpan.FromDays(366 * 600);

    public async Task<TickAnswer> RunAsync(CancellationToken cancellationToken)
    {
        var (started, all, decided) = (clock.GetTimestamp(), 0, 0);
        do
        {
            (_, decided) = await step.RunBatchAsync(clock.GetUtcNow(), null, cancellationToken);
            all += decided;
        }
        while (decided > 0 && clock.GetElapsedTime(started) < TimeSpan.FromSeconds(options.Value.MaxSeconds));

        var now = clock.GetUtcNow();
        var next = await store.ListDueAsync(now + Horizon, null, 1, cancellationToken) is [var first] ? first.DueAt : null;
        return new TickAnswer(all, next <= now, next);
    }
}
