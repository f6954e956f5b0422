using ExecutionService.Egress.Proxying;
using ExecutionService.Egress.Rules;
using ExecutionService.Executions;
using ExecutionService.Sandboxes;

namespace ExecutionService.Egress;

/// <summary>The way out of one run, opened when a tool first wants it and closed with the run.</summary>
internal sealed class RunEgress(EgressSessions sessions, ExecutionState execution) : IAsyncDisposable
{
    private readonly SemaphoreSlim _opening = new(1, 1);
    private EgressSession? _session;

    /// <summary>What was asked for so far.</summary>
    public IReadOnlyList<EgressDecision> Decisions => _session?.Decisions ?? [];

    /// <summary>The run's way out; null when its agent may reach nothing.</summary>
    public async Task<SandboxEgress?> OpenAsync(CancellationToken cancellationToken)
    {
        await _opening.WaitAsync(cancellationToken);
        try
        {
            _session ??= await sessions.OpenAsync(execution, cancellationToken);
            return _session?.Egress;
        }
        finally
        {
            _opening.Release();
        }
    }

    public async ValueTask DisposeAsync()
    {
        await (_session?.DisposeAsync() ?? ValueTask.CompletedTask);
        _opening.Dispose();
    }
}
