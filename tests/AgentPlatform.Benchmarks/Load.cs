using System.Diagnostics;

namespace AgentPlatform.Benchmarks;

/// <summary>A closed load: as many workers as asked, each doing one thing after the other for a while.</summary>
internal static class Load
{
    /// <summary>Runs the load and gives how many were done in a second. What the first fifth does is not counted.</summary>
    public static async Task<double> RunAsync(int workers, TimeSpan duration, Func<int, Task<bool>> work, Action<bool> counting)
    {
        counting(false);
        var started = Stopwatch.GetTimestamp();
        var warm = duration / 5;
        var done = 0;
        TimeSpan? countedFrom = null;
        await Task.WhenAll(Enumerable.Range(0, workers).Select(async worker =>
        {
            while (Stopwatch.GetElapsedTime(started) is var now && now < duration + warm)
            {
                if (now >= warm && countedFrom is null)
                {
                    countedFrom = now;
                    counting(true);
                }

                if (await work(worker) && countedFrom is not null)
                {
                    Interlocked.Increment(ref done);
                }
            }
        }));
        return done / (Stopwatch.GetElapsedTime(started) - countedFrom!.Value).TotalSeconds;
    }
}
