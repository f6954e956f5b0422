using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text;

namespace ExecutionService.Sandboxes.Bubblewrap.Kernel;

/// <summary>The few calls of the C library that .NET has no name for.</summary>
internal static class LibC
{
    private const int CurrentFolder = -100;
    private const int NoFollow = 0x100;
    private const uint UserIdMask = 0x8;
    private const int UserIdOffset = 20;
    private const uint CloseOnExec = 4;

    /// <summary>Marks every open file above standard error as not to be inherited by programs that this process starts.</summary>
    public static bool TryKeepFilesFromChildren() => CloseRange(3, uint.MaxValue, CloseOnExec) == 0;

    /// <summary>Gives a file to a user and the group of the same number; a link itself, not what it points to.</summary>
    public static void Give(string path, uint user)
    {
        if (ChangeOwner(Text(path), user, user) != 0)
        {
            throw Failure(path);
        }
    }

    /// <summary>The user that owns a file; a link itself, not what it points to.</summary>
    public static uint OwnerOf(string path)
    {
        var status = new byte[256];
        return Status(CurrentFolder, Text(path), NoFollow, UserIdMask, status) == 0 ? BinaryPrimitives.ReadUInt32LittleEndian(status.AsSpan(UserIdOffset)) : throw Failure(path);
    }

    private static byte[] Text(string path) => Encoding.UTF8.GetBytes(path + '\0');

    private static IOException Failure(string path) => new($"{path}: {Marshal.GetPInvokeErrorMessage(Marshal.GetLastPInvokeError())}");

    [DllImport("libc", EntryPoint = "close_range", SetLastError = true)]
    private static extern int CloseRange(uint first, uint last, uint flags);

    [DllImport("libc", EntryPoint = "lchown", SetLastError = true)]
    private static extern int ChangeOwner(byte[] path, uint user, uint group);

    [DllImport("libc", EntryPoint = "statx", SetLastError = true)]
    private static extern int Status(int folder, byte[] path, int flags, uint mask, [Out] byte[] status);
}
