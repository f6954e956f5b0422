using AgentPlatform.ServiceDefaults.Hosting;
using ExecutionService.Executions;
using Microsoft.Extensions.Options;

namespace ExecutionService.Workspaces.Leaving;

/// <summary>Removes the workspaces that are to go, once no run works in them, and takes off the disk whatever was removed.</summary>
internal sealed partial class WorkspaceSweeper(
    LeavingWorkspaces leaving, WorkspaceStore workspaces, ExecutionStore executions, TimeProvider clock, IOptions<WorkspaceOptions> options, ILogger<WorkspaceSweeper> logger) : BackgroundService
{
    private TimeSpan Kept => TimeSpan.FromDays(options.Value.DraftDays);

    /// <summary>Removes what is due at <paramref name="now"/>.</summary>
    public async Task RunOnceAsync(DateTimeOffset now, CancellationToken cancellationToken)
    {
        foreach (var (userId, name, since) in leaving.All())
        {
            await LookAsync(userId, name, since, now, cancellationToken);
        }

        workspaces.EmptyTrash(cancellationToken);
    }

    /// <summary>Removes the workspace of a deleted agent now if none of its runs is open, and otherwise once they have ended.</summary>
    public async Task DismissAsync(string userId, string agentId, CancellationToken cancellationToken)
    {
        leaving.Add(userId, agentId);
        await LookAsync(userId, agentId, clock.GetUtcNow(), clock.GetUtcNow(), cancellationToken);
    }

    protected override Task ExecuteAsync(CancellationToken stoppingToken) =>
        PeriodicLoop.RunAsync(TimeSpan.FromSeconds(options.Value.SweepSeconds), clock, RunOnceAsync, logger, stoppingToken);

    private async Task LookAsync(string userId, string name, DateTimeOffset since, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var exists = Directory.Exists(workspaces.FolderOf(userId, name));
        var old = since + Kept <= now;
        if (exists && (WorkspaceStore.DraftOf(name) is null || old))
        {
            if (await IsInUseAsync(userId, name, cancellationToken))
            {
                return;
            }

            workspaces.Remove(userId, name);
            LogRemoved(name);
            exists = false;
        }

        // A deleted agent's stays listed for a while: a run of it that is tried again makes the folder anew.
        if (!exists && old)
        {
            leaving.Remove(userId, name);
        }
    }

    private async Task<bool> IsInUseAsync(string userId, string name, CancellationToken cancellationToken) => WorkspaceStore.DraftOf(name) is { } executionId
        ? await executions.FindAsync(userId, executionId, cancellationToken) is { Open: true }
        : await executions.ListOpenAsync(userId, name, cancellationToken).AnyAsync(cancellationToken);

    [LoggerMessage(LogLevel.Information, "Removed workspace {Name}")]
    private partial void LogRemoved(string name);
}
