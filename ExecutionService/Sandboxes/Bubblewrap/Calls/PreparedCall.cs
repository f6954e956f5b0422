using ExecutionService.Sandboxes.Bubblewrap.Kernel;

namespace ExecutionService.Sandboxes.Bubblewrap.Calls;

/// <summary>A call that can be started, and what is taken away after it.</summary>
/// <param name="Before">What the workspace held before.</param>
/// <param name="Group">The call's control group; null where there are none.</param>
/// <param name="Staging">Places of what the sandbox's user cannot reach.</param>
/// <param name="Command">What is started.</param>
internal sealed record PreparedCall(WorkspaceUsage Before, CallGroup? Group, StagingArea Staging, IReadOnlyList<string> Command) : IAsyncDisposable
{
    public async ValueTask DisposeAsync()
    {
        Staging.Dispose();
        await (Group?.RemoveAsync() ?? Task.CompletedTask);
    }
}
