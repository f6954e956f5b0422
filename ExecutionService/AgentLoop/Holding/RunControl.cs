
namespace ExecutionService.AgentLoop.Holding;

/// <summary>Stops one run, once, for one reason.</summary>
internal sealed class RunControl : IDisposable
{
    private readonly CancellationTokenSource _source = new();
    private readonly CancellationTokenSource _tools;
    private readonly CancellationTokenSource _drained;
    private readonly TimeSpan _drainTime;
    private readonly Lock _gate = new();
    private bool _disposed;

    /// <param name="clock">Measures <paramref name="drainTime"/>.</param>
    /// <param name="drainTime">How long tools that are under way may go on when the run is handed over.</param>
    public RunControl(TimeProvider clock, TimeSpan drainTime)
    {
        _drainTime = drainTime;
        _drained = new CancellationTokenSource(Timeout.InfiniteTimeSpan, clock);
        _tools = CancellationTokenSource.CreateLinkedTokenSource(_drained.Token);
        (Token, ToolToken) = (_source.Token, _tools.Token);
    }

    /// <summary>Cancelled when the run is to be left.</summary>
    public CancellationToken Token { get; }

    /// <summary>Cancelled when tools are to be broken off: at once, or some time after a handover has begun.</summary>
    public CancellationToken ToolToken { get; }

    /// <summary>The first reason given.</summary>
    public StopReason Reason { get; private set; }

    public void Stop(StopReason reason)
    {
        lock (_gate)
        {
            if (_disposed || Reason != StopReason.None)
            {
                return;
            }

            Reason = reason;
        }

        _source.Cancel();
        if (reason == StopReason.Handover)
        {
            _drained.CancelAfter(_drainTime);
        }
        else
        {
            _tools.Cancel();
        }
    }

    public void Dispose()
    {
        lock (_gate)
        {
            _disposed = true;
        }

        _tools.Dispose();
        _drained.Dispose();
        _source.Dispose();
    }
}
