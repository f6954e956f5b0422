using AgentPlatform.ServiceDefaults;

namespace ExecutionService;

/// <summary>Who may open what this service puts on the disk. Where there are no Unix modes nothing runs in sandboxes either.</summary>
internal static class UnixAccess
{
    private const UnixFileMode OwnersFolder = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;
    private const UnixFileMode AllRead = UnixFileMode.UserRead | UnixFileMode.GroupRead | UnixFileMode.OtherRead | UnixFileMode.UserWrite;

    /// <summary>A folder for this user only.</summary>
    public static DirectoryInfo CreatePrivateFolder(string path) => OperatingSystem.IsWindows() ? Directory.CreateDirectory(path) : Directory.CreateDirectory(path, OwnersFolder);

    /// <summary>A folder with a random name that others may enter but not list: what is in it is found by those who are told its name.</summary>
    public static string CreateUnlistedFolder(string root)
    {
        var folder = CreatePrivateFolder(Path.Combine(root, $"ap-{RandomId.New()}")).FullName;
        Set(folder, OwnersFolder | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute);
        return folder;
    }

    /// <summary>Lets every user read a file.</summary>
    public static void LetRead(string path) => Set(path, AllRead);

    /// <summary>Lets every user connect to a socket.</summary>
    public static void LetConnect(string path) => Set(path, AllRead | UnixFileMode.GroupWrite | UnixFileMode.OtherWrite);

    private static void Set(string path, UnixFileMode mode)
    {
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(path, mode);
        }
    }
}
