using ExecutionService.Egress;
using ExecutionService.Sandboxes;

namespace ExecutionService.Tools;

/// <summary>Closes what was opened for a run: its tools, then its way out, then what its sandbox keeps between calls.</summary>
internal sealed class RunClosing(string executionId, IReadOnlyList<ToolSet> opened, RunEgress egress, ISandbox sandbox) : IAsyncDisposable
{
    public async ValueTask DisposeAsync()
    {
        foreach (var set in opened)
        {
            await (set.Closing?.DisposeAsync() ?? ValueTask.CompletedTask);
        }

        await egress.DisposeAsync();
        await sandbox.ReleaseAsync(executionId, CancellationToken.None);
    }
}
