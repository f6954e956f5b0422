
namespace ExecutionService.Workspaces.Files;

/// <summary>Folders of the service's own, closed to other Unix users from the beginning.</summary>
internal static class OwnFolder
{
    private const UnixFileMode Private = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;
    private const UnixFileMode PassThrough = Private | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute;

    /// <summary>Makes a folder if there is none; one that is <paramref name="passable"/> may be passed through by others, not listed.</summary>
    public static void Make(string folder, bool passable = false)
    {
        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(folder);
        }
        else
        {
            Directory.CreateDirectory(folder, passable ? PassThrough : Private);
        }
    }
}
