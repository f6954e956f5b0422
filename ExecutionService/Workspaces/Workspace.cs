using ExecutionService.Sandboxes;
using ExecutionService.Workspaces.Files;

namespace ExecutionService.Workspaces;

/// <summary>
/// The folder of one user's agent, kept between its runs. Agents' code writes in it while the service does; the service touches
/// it through <see cref="SafeFolder"/> only.
/// </summary>
/// <param name="folder">The folder, as a full path.</param>
/// <param name="options">Its limits.</param>
/// <param name="meeting">Called before the folder is made, and whenever it is there: programs in a sandbox may have been the first to need it.</param>
internal sealed class Workspace(string folder, WorkspaceOptions options, Action? meeting = null)
{
    /// <summary>The folder on this machine, made by <see cref="Make"/>.</summary>
    public string Folder { get; } = folder;

    /// <summary>Makes the folder if there is none, for its Unix user alone (<see cref="SandboxUser"/>).</summary>
    public void Make()
    {
        if (!Directory.Exists(Folder))
        {
            meeting?.Invoke();
            // Sandboxes' users pass through the user's folder; what is in it is closed to them but their own workspace.
            OwnFolder.Make(Path.GetDirectoryName(Folder)!, passable: true);
            OwnFolder.Make(Folder);
        }

        TryOpen()?.Dispose();
    }

    /// <summary>Opens the folder; null when it has not been made yet.</summary>
    public SafeFolder? TryOpen()
    {
        var opened = SafeFolder.TryOpen(Folder, SandboxUser.Of(Folder));
        // It may be just made, or come from elsewhere: an earlier version, a backup, another path.
        if (opened is not null)
        {
            meeting?.Invoke();
            opened.Secure(options.MaxFiles);
        }

        return opened;
    }

    /// <summary>The files that can be read, in the order of their paths.</summary>
    public IReadOnlyList<(string Path, FileStatus Status)> ListFiles(string? below = null)
    {
        using var opened = TryOpen();
        var found = new List<(string Path, FileStatus Status)>();
        opened?.Walk(below, options.MaxFiles, entry =>
        {
            if (opened.IsPlain(entry.Status) && !SafeFolder.IsUnfinished(entry) && entry.Text is { } path)
            {
                found.Add((path, entry.Status));
            }
        });
        found.Sort((one, other) => string.CompareOrdinal(one.Path, other.Path));
        return found;
    }

    /// <summary>Writes a whole file.</summary>
    /// <exception cref="FileRefusedException">It cannot be written.</exception>
    /// <exception cref="WorkspaceFullException">The workspace would be over a limit.</exception>
    public void Write(string path, ReadOnlySpan<byte> content)
    {
        Make();
        using var opened = TryOpen() ?? throw new FileRefusedException(Refusal.NotFound);
        var replaced = opened.StatusOf(path);
        var usage = Measure();
        if (replaced is null && (usage.Entries >= options.MaxFiles || !usage.Complete))
        {
            throw new WorkspaceFullException($"The workspace holds {options.MaxFiles} files and folders, its limit, or folders that cannot be looked into.");
        }

        if (usage.DiskBytes - (replaced?.DiskBytes ?? 0) + content.Length > options.MaxBytes)
        {
            throw new WorkspaceFullException($"The workspace takes {usage.DiskBytes} bytes; with this file it would take more than {options.MaxBytes}, its limit.");
        }

        opened.Write(path, content);
    }

    /// <summary>What the workspace takes; nothing before it is made.</summary>
    public WorkspaceUsage Measure()
    {
        using var opened = TryOpen();
        return opened is null ? new WorkspaceUsage(0, 0, Complete: true) : WorkspaceUsage.Of(opened, options.MaxFiles);
    }
}

/// <summary>The workspace is at a limit; the message says which.</summary>
internal sealed class WorkspaceFullException(string message) : IOException(message);
