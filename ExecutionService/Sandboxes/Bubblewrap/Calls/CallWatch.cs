
namespace ExecutionService.Sandboxes.Bubblewrap.Calls;

/// <summary>Looks at something again and again while a call runs, and ends the call when it is over its limit.</summary>
internal sealed class CallWatch : IAsyncDisposable
{
    /// <summary>A look may take no more than a tenth of the time.</summary>
    private const int RestPerLook = 10;

    private readonly CancellationTokenSource _stopping = new();
    private readonly Task _watching;

    private CallWatch(Func<bool> isOver, Action end, TimeSpan interval, TimeProvider clock) => _watching = Task.Run(() => WatchAsync(isOver, end, interval, clock, _stopping.Token));

    public static CallWatch Start(Func<bool> isOver, Action end, TimeSpan interval, TimeProvider clock) => new(isOver, end, interval, clock);

    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        await _watching;
        _stopping.Dispose();
    }

    private static async Task WatchAsync(Func<bool> isOver, Action end, TimeSpan interval, TimeProvider clock, CancellationToken stopping)
    {
        try
        {
            using var timer = new PeriodicTimer(interval, clock);
            while (await timer.WaitForNextTickAsync(stopping))
            {
                var started = clock.GetTimestamp();
                if (isOver())
                {
                    end();
                    return;
                }

                timer.Period = TimeSpan.FromTicks(Math.Max(interval.Ticks, RestPerLook * clock.GetElapsedTime(started).Ticks));
            }
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            // The call has ended.
        }
    }
}
