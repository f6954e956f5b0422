using System.Formats.Tar;

namespace ExecutionService.Sandboxes.Kubernetes.Copies;

/// <summary>
/// Takes over an archive that came out of a sandbox, which may say anything: only plain files and folders with paths inside
/// the workspace are taken, nothing is written through a link, and no more than the limits.
/// </summary>
internal static class WorkspaceUnpacking
{
    private const int MaxDepth = 64;
    private const UnixFileMode Permissions = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute | UnixFileMode.GroupRead | UnixFileMode.GroupWrite | UnixFileMode.GroupExecute
        | UnixFileMode.OtherRead | UnixFileMode.OtherWrite | UnixFileMode.OtherExecute;

    /// <param name="archive">The archive.</param>
    /// <param name="folder">The workspace.</param>
    /// <param name="before">What was copied into the sandbox: what is the same in the archive is left as it is here, and what is missing is deleted.</param>
    /// <param name="limits">How much is taken.</param>
    /// <param name="cancellationToken">Leaves it half done.</param>
    /// <returns>What the sandbox holds.</returns>
    public static async Task<WorkspaceListing> ReadAsync(Stream archive, string folder, WorkspaceListing before, CopyLimits limits, CancellationToken cancellationToken)
    {
        var (found, bytes) = (new Dictionary<string, WorkspaceFile>(StringComparer.Ordinal), 0L);
        await using var reader = new TarReader(archive, leaveOpen: true);
        while (await reader.GetNextEntryAsync(copyData: false, cancellationToken) is { } entry)
        {
            if (entry.EntryType is not (TarEntryType.RegularFile or TarEntryType.V7RegularFile or TarEntryType.Directory) || Inside(entry.Name) is not { } path)
            {
                continue;
            }

            var file = new WorkspaceFile(path, entry.EntryType == TarEntryType.Directory, entry.Length, entry.ModificationTime, entry.Mode & Permissions);
            bytes += file.Length;
            found[path] = file;
            limits.Check(found.Count, bytes);
            if (before.Find(path)?.IsSameAs(file) != true)
            {
                await TakeAsync(entry, file, folder, cancellationToken);
            }
        }

        foreach (var gone in before.Files.Where(file => !found.ContainsKey(file.Path)).Reverse())
        {
            Remove(folder, gone);
        }

        return new WorkspaceListing(found.Values);
    }

    /// <summary>A path below the workspace; null for the workspace itself and for what would leave it.</summary>
    internal static string? Inside(string name)
    {
        var parts = name.Split('/', StringSplitOptions.RemoveEmptyEntries).Where(part => part != ".").ToList();
        return name.StartsWith('/') || parts.Count is 0 or > MaxDepth || parts.Exists(part => part == ".." || part.Length > 255 || part.Contains('\0', StringComparison.Ordinal)) ? null : string.Join('/', parts);
    }

    private static async Task TakeAsync(TarEntry entry, WorkspaceFile file, string folder, CancellationToken cancellationToken)
    {
        var parts = file.Path.Split('/');
        var parent = folder;
        foreach (var part in parts[..^1])
        {
            parent = Path.Combine(parent, part);
            MakeFolder(parent);
        }

        var target = Path.Combine(folder, file.Path);
        if (file.IsFolder)
        {
            MakeFolder(target);
            return;
        }

        // A folder that has become a file. Deleting does not follow links.
        if (Directory.Exists(target) && new DirectoryInfo(target).LinkTarget is null)
        {
            Directory.Delete(target, recursive: true);
        }

        // Written beside and moved into place: whoever reads sees the old file or the new one, and a link is replaced.
        var unfinished = Path.Combine(parent, $".{Path.GetRandomFileName()}");
        await using (var content = new FileStream(unfinished, FileMode.CreateNew, FileAccess.Write))
        {
            await (entry.DataStream?.CopyToAsync(content, cancellationToken) ?? Task.CompletedTask);
        }

        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(unfinished, file.Mode | UnixFileMode.UserRead | UnixFileMode.UserWrite);
        }

        File.SetLastWriteTimeUtc(unfinished, file.ModifiedAt.UtcDateTime);
        File.Move(unfinished, target, overwrite: true);
    }

    /// <summary>Makes sure that a path is a folder and no link to one.</summary>
    private static void MakeFolder(string path)
    {
        var info = new DirectoryInfo(path);
        if (info.LinkTarget is not null || File.Exists(path))
        {
            File.Delete(path);
        }

        Directory.CreateDirectory(path);
    }

    private static void Remove(string folder, WorkspaceFile file)
    {
        var path = Path.Combine(folder, file.Path);
        // Something else may have been put there, or under it, since.
        if (!file.IsFolder)
        {
            File.Delete(path);
        }
        else if (Directory.Exists(path) && !Directory.EnumerateFileSystemEntries(path).Any())
        {
            Directory.Delete(path);
        }
    }
}
