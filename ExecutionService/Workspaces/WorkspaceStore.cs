using AgentPlatform.ServiceDefaults;
using ExecutionService.Executions;
using ExecutionService.Workspaces.Files;
using ExecutionService.Workspaces.Leaving;
using Microsoft.Extensions.Options;

namespace ExecutionService.Workspaces;

/// <summary>
/// The workspaces on this machine's disk, <c>{root}/{user}/{agent}</c>; a test run of a draft has <c>{root}/{user}/test-{execution}</c>.
/// Ids hold no dots, so that what begins with one is the service's own.
/// </summary>
internal sealed class WorkspaceStore(LeavingWorkspaces leaving, IOptions<ExecutionOptions> executionOptions, IOptions<WorkspaceOptions> options)
{
    private const string DraftPrefix = "test-";

    private readonly string _root = Path.GetFullPath(executionOptions.Value.WorkspaceRoot);

    private string Trash => Path.Combine(_root, ".trash");

    /// <summary>The workspace of a run: an agent's is kept between its runs, and a draft's for some days.</summary>
    public Workspace Of(ExecutionState execution) => execution.AgentId is { } agentId
        ? Of(execution.UserId, agentId)
        : new Workspace(FolderOf(execution.UserId, DraftPrefix + execution.Id), options.Value, () => leaving.Add(execution.UserId, DraftPrefix + execution.Id));

    /// <summary>The workspace of a user's agent.</summary>
    public Workspace Of(string userId, string agentId) => new(FolderOf(userId, agentId), options.Value);

    /// <summary>The run whose workspace a folder is; null for an agent's.</summary>
    public static string? DraftOf(string name) => name.StartsWith(DraftPrefix, StringComparison.Ordinal) ? name[DraftPrefix.Length..] : null;

    /// <summary>The folder of a user's workspace, or of what else is kept for the user.</summary>
    public string FolderOf(string userId, string name) =>
        IsId(userId) && IsId(name) ? Path.Combine(_root, userId, name) : throw new ArgumentException("Not the id of a user and of something of theirs.", nameof(userId));

    /// <summary>Where the artifacts of a user's runs are kept.</summary>
    public string ArtifactsOf(string userId) => Path.Combine(Path.GetDirectoryName(FolderOf(userId, userId))!, ".artifacts");

    /// <summary>Removes a workspace: gone at once for everyone who looks for it, and from the disk by <see cref="EmptyTrash"/>, because some disks take a minute for 50,000 files.</summary>
    public void Remove(string userId, string name)
    {
        var folder = FolderOf(userId, name);
        if (!Directory.Exists(folder))
        {
            return;
        }

        OwnFolder.Make(Trash);
        // What moves must be writable, because its parent is written in it; agents' code may have closed it.
        Of(userId, name).TryOpen()?.Dispose();
        try
        {
            Directory.Move(folder, Path.Combine(Trash, RandomId.New()));
        }
        catch (DirectoryNotFoundException)
        {
            // Removed at the same time.
        }
    }

    /// <summary>Takes what was removed off the disk, also what a process that died had begun with.</summary>
    public void EmptyTrash(CancellationToken cancellationToken)
    {
        foreach (var removed in Directory.Exists(Trash) ? Directory.EnumerateDirectories(Trash) : [])
        {
            FolderRemover.Remove(removed, cancellationToken);
        }
    }

    private static bool IsId(string id) => id.Length is > 0 and <= 128 && id.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_');
}
