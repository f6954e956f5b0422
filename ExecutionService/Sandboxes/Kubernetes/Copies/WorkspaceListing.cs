
namespace ExecutionService.Sandboxes.Kubernetes.Copies;

/// <summary>What a workspace holds, on one side of a copy.</summary>
internal sealed class WorkspaceListing(IEnumerable<WorkspaceFile> files)
{
    private readonly SortedDictionary<string, WorkspaceFile> _files = new(files.ToDictionary(file => file.Path, StringComparer.Ordinal), StringComparer.Ordinal);

    /// <summary>By path, so that a folder comes before what is in it.</summary>
    public IReadOnlyCollection<WorkspaceFile> Files => _files.Values;

    public WorkspaceFile? Find(string path) => _files.GetValueOrDefault(path);

    public bool IsSameAs(WorkspaceListing other) => _files.Count == other._files.Count && _files.Values.All(file => other.Find(file.Path)?.IsSameAs(file) == true);

    /// <summary>Files and folders below a folder; links and other special files are passed over.</summary>
    /// <exception cref="SandboxFailedException">It holds more than may be copied.</exception>
    public static WorkspaceListing Read(string folder, CopyLimits limits)
    {
        var (files, bytes) = (new List<WorkspaceFile>(), 0L);
        var rules = new EnumerationOptions { RecurseSubdirectories = true, AttributesToSkip = FileAttributes.ReparsePoint | FileAttributes.Device, IgnoreInaccessible = false, ReturnSpecialDirectories = false };
        foreach (var entry in new DirectoryInfo(folder).EnumerateFileSystemInfos("*", rules))
        {
            var length = (entry as FileInfo)?.Length ?? 0;
            bytes += length;
            files.Add(new WorkspaceFile(Path.GetRelativePath(folder, entry.FullName), entry is DirectoryInfo, length, entry.LastWriteTimeUtc, entry.UnixFileMode));
            limits.Check(files.Count, bytes);
        }

        return new WorkspaceListing(files);
    }
}
