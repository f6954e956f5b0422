using System.Collections.Concurrent;
using Microsoft.Extensions.Options;

namespace ExecutionService.AgentLoop.Holding;

/// <summary>The runs that this process works on, so that each is worked on once and can be stopped.</summary>
internal sealed class RunningExecutions(TimeProvider clock, IOptions<ExecutionOptions> options)
{
    private readonly ConcurrentDictionary<string, RunControl> _running = new(StringComparer.Ordinal);

    /// <summary>Enters a run; null when it is here already.</summary>
    public RunControl? TryEnter(string id)
    {
        var control = new RunControl(clock, TimeSpan.FromSeconds(options.Value.DrainSeconds));
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
