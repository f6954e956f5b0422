using ExecutionService.Workspaces.Files;

namespace ExecutionService.Workspaces;

/// <summary>What a workspace takes, for its limits.</summary>
/// <param name="Entries">Files, folders and whatever else has a name.</param>
/// <param name="DiskBytes">The larger of size and disk blocks of each, because disk can be taken without a size.</param>
/// <param name="Complete">False when there is more than was looked at.</param>
internal readonly record struct WorkspaceUsage(int Entries, long DiskBytes, bool Complete)
{
    /// <summary>Looks at everything in a workspace, at most <paramref name="maxEntries"/> things.</summary>
    public static WorkspaceUsage Of(SafeFolder folder, int maxEntries)
    {
        var (entries, diskBytes) = (0, 0L);
        var complete = folder.Walk(null, maxEntries, entry =>
        {
            entries++;
            diskBytes += Math.Max(entry.Status.Size, entry.Status.DiskBytes);
        });
        return new WorkspaceUsage(entries, diskBytes, complete);
    }
}
