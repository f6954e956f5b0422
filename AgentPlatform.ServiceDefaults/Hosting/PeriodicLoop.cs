using Microsoft.Extensions.Logging;

namespace AgentPlatform.ServiceDefaults.Hosting;

/// <summary>The loop around the step of a background service.</summary>
public static partial class PeriodicLoop
{
    /// <summary>
    /// Runs <paramref name="step"/> at once and then every <paramref name="interval"/> until stopped. A step that fails is
    /// logged and tried again at the next tick: the store is the truth, so nothing is lost by a tick.
    /// </summary>
    public static async Task RunAsync(TimeSpan interval, TimeProvider clock, Func<DateTimeOffset, CancellationToken, Task> step, ILogger logger, CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(interval, clock);
        do
        {
            try
            {
                await step(clock.GetUtcNow(), stoppingToken);
            }
            catch (Exception) when (stoppingToken.IsCancellationRequested)
            {
                // A call that the stop cut off, in whatever form it says so (gRPC has its own): not an unexpected end.
                return;
            }
            catch (Exception exception) when (!stoppingToken.IsCancellationRequested)
            {
                LogFailed(logger, exception, step.Method.DeclaringType?.Name ?? step.Method.Name);
            }
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    [LoggerMessage(LogLevel.Warning, "A step of {Step} failed; it is tried again at the next tick")]
    private static partial void LogFailed(ILogger logger, Exception exception, string step);
}
