
namespace ExecutionService.Sandboxes.Kubernetes.Copies;

/// <summary>A file or folder of a workspace as it was seen.</summary>
/// <param name="Path">Relative to the workspace, with slashes.</param>
/// <param name="IsFolder">Whether it is a folder.</param>
/// <param name="Length">Bytes; 0 for a folder.</param>
/// <param name="ModifiedAt">When its content was last changed.</param>
/// <param name="Mode">Who may read, write and run it.</param>
internal sealed record WorkspaceFile(string Path, bool IsFolder, long Length, DateTimeOffset ModifiedAt, UnixFileMode Mode)
{
    /// <summary>Whether both are the same content, as far as length and time tell. Archives keep times to less than a microsecond.</summary>
    public bool IsSameAs(WorkspaceFile other) =>
        Path == other.Path && IsFolder == other.IsFolder && (IsFolder || (Length == other.Length && Math.Abs((ModifiedAt - other.ModifiedAt).Ticks) < TimeSpan.TicksPerMillisecond));
}
