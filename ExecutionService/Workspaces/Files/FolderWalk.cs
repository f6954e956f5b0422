using Microsoft.Win32.SafeHandles;

namespace ExecutionService.Workspaces.Files;

/// <summary>One thing below a folder.</summary>
internal readonly record struct FolderEntry(byte[] Path, FileStatus Status)
{
    /// <summary>The last part of the path.</summary>
    public ReadOnlySpan<byte> Name => Path.AsSpan(Path.AsSpan().LastIndexOf((byte)'/') + 1);

    /// <summary>The path as people and models write it; null when it cannot be written so.</summary>
    public string? Text => FileName.TextOf(Path) is { } text && WorkspacePath.IsValid(text) ? text : null;
}

/// <summary>Visits what is below a folder that may be changed meanwhile. Folders are opened one at a time, each anew from the top, so that depth costs neither stack nor descriptors.</summary>
internal static class FolderWalk
{
    /// <summary>Visits at most <paramref name="maxEntries"/> things below <paramref name="folder"/>, by paths from it; false when there is more, or something is too deep or closed to be looked at.</summary>
    public static bool Visit(SafeFileHandle root, byte[] folder, int maxEntries, Action<FolderEntry> visit)
    {
        using var top = Libc.TryOpenFolder(root, folder, out _);
        if (top is null)
        {
            return true;
        }

        var (left, complete) = (maxEntries, true);
        var waiting = new Stack<byte[]>([[0]]);
        while (waiting.TryPop(out var path))
        {
            using var opened = Libc.TryOpenToList(top, path.Length == 1 ? FileName.Of(".") : path, out var error);
            if (opened is null)
            {
                // Removed or replaced since it was seen is no gap.
                complete &= error is Errno.NoEntry or Errno.NotFolder or Errno.TooManyLinks;
                continue;
            }

            var names = Libc.NamesIn(opened, left + 1);
            foreach (var name in names.Take(left))
            {
                if (Libc.StatusOf(opened, name) is not { } status)
                {
                    continue;
                }

                var entry = new FolderEntry(FileName.Join(path, name), status);
                visit(entry);
                if (status.Kind == FileKind.Folder)
                {
                    // Bounds what waits: agents' code could make many folders of very long paths.
                    if (entry.Path.Length > WorkspacePath.MaxBytes)
                    {
                        complete = false;
                    }
                    else
                    {
                        waiting.Push(entry.Path);
                    }
                }
            }

            if (names.Count > left)
            {
                return false;
            }

            left -= names.Count;
        }

        return complete;
    }
}
