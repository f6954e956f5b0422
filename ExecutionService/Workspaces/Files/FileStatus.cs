using System.Runtime.InteropServices;

namespace ExecutionService.Workspaces.Files;

/// <summary>What is at a place of the file system.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Size">Bytes that reading gives.</param>
/// <param name="DiskBytes">Bytes of disk that it takes, which may be fewer (holes) or more (reserved beyond the end).</param>
/// <param name="Owner">Its Unix user.</param>
/// <param name="Permissions">The last nine bits of its mode.</param>
/// <param name="ModifiedAt">When its content was last written, as the file system says.</param>
internal readonly record struct FileStatus(FileKind Kind, long Size, long DiskBytes, uint Owner, int Permissions, DateTimeOffset ModifiedAt)
{
    private const int BlockBytes = 512;
    private const long LastSecond = 253_402_300_799;

    public static FileStatus Of(in StatusBuffer found)
    {
        var kind = (found.Mode & 0xF000) switch { 0x8000 => FileKind.Regular, 0x4000 => FileKind.Folder, _ => FileKind.Other };
        // Agents' code may set any time, also one that no calendar here has.
        var modifiedAt = DateTimeOffset.FromUnixTimeSeconds(Math.Clamp(found.ModifiedSeconds, 0, LastSecond)).AddTicks(found.ModifiedNanoseconds / 100);
        return new FileStatus(kind, Clamp(found.Size), Clamp(found.Blocks) * BlockBytes, found.User, found.Mode & 0x1FF, modifiedAt);
    }

    // So large that no sum of a workspace's files overflows.
    private static long Clamp(ulong value) => (long)Math.Min(value, 1UL << 45);
}

/// <summary>The kinds of what the file system holds, as far as they matter here.</summary>
internal enum FileKind
{
    Regular,
    Folder,

    /// <summary>A link, a pipe, a socket or a device: never opened.</summary>
    Other,
}

/// <summary>The kernel's <c>struct statx</c>.</summary>
[StructLayout(LayoutKind.Explicit, Size = 256)]
internal struct StatusBuffer
{
    [FieldOffset(20)]
    public uint User;

    [FieldOffset(28)]
    public ushort Mode;

    [FieldOffset(40)]
    public ulong Size;

    [FieldOffset(48)]
    public ulong Blocks;

    [FieldOffset(112)]
    public long ModifiedSeconds;

    [FieldOffset(120)]
    public uint ModifiedNanoseconds;
}
