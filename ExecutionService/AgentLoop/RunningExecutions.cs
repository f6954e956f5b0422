using System.Collections.Concurrent;

namespace ExecutionService.AgentLoop;

/// <summary>The runs that this process works on, so that each is worked on once and can be stopped.</summary>
internal sealed class RunningExecutions
{
    private readonly ConcurrentDictionary<string, RunControl> _running = new(StringComparer.Ordinal);

    /// <summary>Enters a run; null when it is here already.</summary>
    public RunControl? TryEnter(string id)
    {
        var control = new RunControl();
        if (_running.TryAdd(id, control))
        {
            return control;
        }

        control.Dispose();
        return null;
    }

    /// <summary>Leaves a run.</summary>
    public void Leave(string id)
    {
        if (_running.TryRemove(id, out var control))
        {
            control.Dispose();
        }
    }

    /// <summary>Stops a run on people's wish; false when it is not here.</summary>
    public bool Cancel(string id)
    {
        if (!_running.TryGetValue(id, out var control))
        {
            return false;
        }

        control.Stop(StopReason.Cancelled);
        return true;
    }
}

/// <summary>Stops one run, once, for one reason.</summary>
internal sealed class RunControl : IDisposable
{
    private readonly CancellationTokenSource _source = new();
    private readonly Lock _gate = new();
    private bool _disposed;

    public RunControl() => Token = _source.Token;

    public CancellationToken Token { get; }

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
    }

    public void Dispose()
    {
        lock (_gate)
        {
            _disposed = true;
        }

        _source.Dispose();
    }
}
