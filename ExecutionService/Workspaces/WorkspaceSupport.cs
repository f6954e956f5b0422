using ExecutionService.Workspaces.Files;

namespace ExecutionService.Workspaces;

/// <summary>Whether this machine can hold workspaces. Without openat2 there is no safe way to touch what agents' code writes, and an unsafe one is not taken.</summary>
internal static class WorkspaceSupport
{
    private static readonly Lazy<string?> Found = new(Look);

    /// <summary>Why not, for people and models; null when it can.</summary>
    public static string? Problem => Found.Value;

    private static string? Look()
    {
        if (!OperatingSystem.IsLinux())
        {
            return "Workspaces need Linux: this machine cannot keep files of agents safely.";
        }

        using var top = Libc.TryOpenRoot("/", out _);
        using var tried = top is null ? null : Libc.TryOpenFolder(top, FileName.Of("."), out _);
        return tried is null ? "Workspaces need Linux 5.6 or newer, with the system call openat2 allowed." : null;
    }
}
