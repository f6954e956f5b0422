using AgentPlatform.ServiceDefaults;
using Microsoft.Win32.SafeHandles;

namespace ExecutionService.Workspaces.Files;

/// <summary>Removes a folder with everything in it, however deep and whatever its permissions: folders are moved up to the top before they are emptied, so that nothing is ever deep.</summary>
internal static class FolderRemover
{
    private const int Attempts = 10;
    private const int NamesAtOnce = 10_000;
    private const int Everything = 0b111_000_000;

    private static readonly byte[] Here = FileName.Of(".");

    /// <summary>Removes the folder; one that is gone is fine.</summary>
    /// <exception cref="IOException">Something cannot be removed.</exception>
    public static void Remove(string folder, CancellationToken cancellationToken)
    {
        using var root = Libc.TryOpenRoot(folder, out var error);
        if (root is null)
        {
            if (error != Errno.NoEntry)
            {
                throw Libc.Failed("open", error);
            }

            return;
        }

        Libc.Permit(root, Everything);
        for (var attempt = 1; ; attempt++)
        {
            Empty(root, cancellationToken);
            try
            {
                Directory.Delete(folder);
                return;
            }
            catch (DirectoryNotFoundException)
            {
                // Another replica removed it at the same time.
                return;
            }
            catch (IOException) when (attempt < Attempts)
            {
                // Somebody still writes in it.
            }
        }
    }

    private static void Empty(SafeFileHandle root, CancellationToken cancellationToken)
    {
        while (Names(root, Here) is { Count: > 0 } names)
        {
            var progress = false;
            foreach (var name in names)
            {
                cancellationToken.ThrowIfCancellationRequested();
                progress |= RemoveFrom(root, name);
            }

            if (!progress)
            {
                throw new IOException("A folder cannot be emptied.");
            }
        }
    }

    /// <summary>Removes one thing of the top, or moves the folders in it to the top; whether that changed anything.</summary>
    private static bool RemoveFrom(SafeFileHandle root, byte[] name)
    {
        if (IsGone(Libc.RemoveFile(root, name)))
        {
            return true;
        }

        var progress = false;
        Unlock(root, name);
        using (var folder = Libc.TryOpenFolder(root, name, out _))
        {
            foreach (var child in folder is null ? [] : Names(folder, Here))
            {
                progress |= IsGone(Libc.RemoveFile(folder!, child)) || RemoveOrRaise(root, folder!, child);
            }
        }

        return IsGone(Libc.RemoveFolder(root, name)) || progress;
    }

    private static bool RemoveOrRaise(SafeFileHandle root, SafeFileHandle folder, byte[] child)
    {
        if (IsGone(Libc.RemoveFolder(folder, child)))
        {
            return true;
        }

        // A folder that moves must be writable, because its parent is written in it.
        Unlock(folder, child);
        return IsGone(Libc.Rename(folder, child, root, FileName.Of(RandomId.New())));
    }

    private static bool IsGone(int error) => error is 0 or Errno.NoEntry;

    private static void Unlock(SafeFileHandle folder, byte[] name)
    {
        using var place = Libc.TryOpenFolder(folder, name, out _);
        if (place is not null)
        {
            Libc.Permit(place, Everything);
        }
    }

    private static List<byte[]> Names(SafeFileHandle folder, byte[] path)
    {
        using var opened = Libc.TryOpenToList(folder, path, out _);
        return opened is null ? [] : Libc.NamesIn(opened, NamesAtOnce);
    }
}
