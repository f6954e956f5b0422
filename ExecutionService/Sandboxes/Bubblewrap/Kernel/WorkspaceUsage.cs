using System.IO.Enumeration;

namespace ExecutionService.Sandboxes.Bubblewrap.Kernel;

/// <summary>What a workspace holds. Links count as files and are never followed.</summary>
/// <param name="Bytes">Bytes of all files.</param>
/// <param name="Files">Files and folders.</param>
/// <param name="Unreadable">There are folders whose content cannot be seen, or that are too deep: what is in them may be anything.</param>
internal sealed record WorkspaceUsage(long Bytes, int Files, bool Unreadable)
{
    /// <summary>Looks no further than what is surely too much.</summary>
    public static WorkspaceUsage Of(string folder, int stopAt)
    {
        var (bytes, files) = (0L, 0);
        using var entries = new Entries(folder);
        while (files < stopAt && entries.MoveNext())
        {
            bytes += entries.Current;
            files++;
        }

        // Removed while a program is in it, it can still be written to where nobody looks.
        return new WorkspaceUsage(bytes, files, entries.Unreadable || !Directory.Exists(folder));
    }

    /// <summary>Whether this is more than a given multiple of the limits.</summary>
    public bool IsOver(SandboxOptions options, int times = 1) => Unreadable || Bytes > times * ((long)options.WorkspaceMebibytes << 20) || Files > times * options.WorkspaceFiles;

    /// <summary>Whether there is more of anything than before.</summary>
    public bool HasGrownSince(WorkspaceUsage before) => Bytes > before.Bytes || Files > before.Files;

    private sealed class Entries(string folder) : FileSystemEnumerator<long>(folder, new EnumerationOptions { RecurseSubdirectories = true, AttributesToSkip = 0 })
    {
        // Numbers of the C library: gone meanwhile, or no folder any more.
        private const int NoSuchFile = 2;
        private const int NotAFolder = 20;

        public bool Unreadable { get; private set; }

        protected override bool ShouldRecurseIntoEntry(ref FileSystemEntry entry) => entry.IsDirectory && !entry.Attributes.HasFlag(FileAttributes.ReparsePoint);

        protected override long TransformEntry(ref FileSystemEntry entry) => entry.IsDirectory ? 0 : entry.Length;

        protected override bool ContinueOnError(int error)
        {
            Unreadable |= error is not (NoSuchFile or NotAFolder);
            return true;
        }
    }
}
