
namespace ExecutionService.Sandboxes.Bubblewrap.Kernel;

/// <summary>Gives a workspace, with what the service has put in it, to its own user.</summary>
internal static class WorkspaceOwner
{
    private static readonly Lock Giving = new();

    /// <summary>
    /// Makes the folder and gives it away the first time. Only then: what programs have been in may hold links that were planted for
    /// whoever walks through it, so the folder itself is given last and is the mark that no walk is needed any more.
    /// </summary>
    public static void Give(string folder, uint? user)
    {
        Directory.CreateDirectory(folder);
        if (user is not { } owner || LibC.OwnerOf(folder) == owner)
        {
            return;
        }

        lock (Giving)
        {
            if (LibC.OwnerOf(folder) == owner)
            {
                return;
            }

            foreach (var entry in Directory.EnumerateFileSystemEntries(folder, "*", new EnumerationOptions { RecurseSubdirectories = true, AttributesToSkip = FileAttributes.ReparsePoint }))
            {
                LibC.Give(entry, owner);
            }

            LibC.Give(folder, owner);
        }
    }
}
