using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace ExecutionService.Workspaces.Files;

/// <summary>
/// The system calls with which the service touches what agents' code writes; each takes a folder that is open and one name or
/// path below it. Linux only: nothing else has openat2 (kernel 5.6).
/// </summary>
internal static partial class Libc
{
    /// <summary>Beneath the folder, on its own file system, and through no link of any kind.</summary>
    private const ulong Beneath = 0x08 | 0x04 | 0x02 | 0x01;

    private const nint OpenAt2Number = 437;
    private const int AtEmptyPath = 0x1000;
    private const int AtNoFollow = 0x100;
    private const int AtRemoveFolder = 0x200;
    private const uint BasicStatus = 0x7ff;

    /// <summary>Times that the kernel is asked again when it could not tell or was interrupted.</summary>
    private const int Attempts = 10;

    private static readonly byte[] Itself = [0];

    // The two flags that are not the same on every processor.
    private static readonly bool Arm = RuntimeInformation.ProcessArchitecture is Architecture.Arm or Architecture.Arm64;
    private static readonly int FolderOnly = Arm ? 0x4000 : 0x10000;
    private static readonly int NoFollow = Arm ? 0x8000 : 0x20000;
    private const int CloseOnExec = 0x80000;
    private const int Create = 0x40;
    private const int Exclusive = 0x80;
    private const int NoTerminal = 0x100;
    private const int NonBlocking = 0x800;
    private const int PlaceOnly = 0x200000;
    private const int WriteOnly = 1;

    /// <summary>Opens a place without opening what is there: no device is touched and no pipe waited for.</summary>
    public static SafeFileHandle? TryOpenPlace(SafeFileHandle folder, byte[] path, out int error) => TryOpen(folder, path, PlaceOnly, 0, out error);

    /// <summary>Opens the place of a folder below another.</summary>
    public static SafeFileHandle? TryOpenFolder(SafeFileHandle folder, byte[] path, out int error) => TryOpen(folder, path, PlaceOnly | FolderOnly, 0, out error);

    /// <summary>Opens a folder so that its names can be read.</summary>
    public static SafeFileHandle? TryOpenToList(SafeFileHandle folder, byte[] path, out int error) => TryOpen(folder, path, FolderOnly | NonBlocking, 0, out error);

    /// <summary>Makes a new file and opens it for writing; fails when anything has that name.</summary>
    public static SafeFileHandle? TryCreate(SafeFileHandle folder, byte[] name, int permissions, out int error) => TryOpen(folder, name, WriteOnly | Create | Exclusive, (ulong)permissions, out error);

    /// <summary>Opens what a place was opened at, for reading: the very same file, whatever its name leads to by now.</summary>
    public static SafeFileHandle? TryReopen(SafeFileHandle place, out int error) => Handle(Open(OfDescriptor(place), CloseOnExec | NoTerminal | NonBlocking), out error);

    /// <summary>Opens a folder by its path on this machine; only its last part may not be a link.</summary>
    public static SafeFileHandle? TryOpenRoot(string folder, out int error) => Handle(Open(FileName.Of(folder), CloseOnExec | PlaceOnly | FolderOnly | NoFollow), out error);

    /// <summary>What is at a place that is open.</summary>
    public static FileStatus StatusOf(SafeFileHandle place) =>
        Statx(place, Itself, AtEmptyPath | AtNoFollow, BasicStatus, out var found) == 0 ? FileStatus.Of(found) : throw Failed("statx", Marshal.GetLastPInvokeError());

    /// <summary>What has a name in a folder, not following links; null when nothing has.</summary>
    public static FileStatus? StatusOf(SafeFileHandle folder, byte[] name) => Statx(folder, name, AtNoFollow, BasicStatus, out var found) == 0 ? FileStatus.Of(found) : null;

    /// <summary>Up to <paramref name="max"/> names of a folder that <see cref="TryOpenToList"/> opened, in no order.</summary>
    public static List<byte[]> NamesIn(SafeFileHandle folder, int max)
    {
        const int lengthAt = 16, nameAt = 19;
        var names = new List<byte[]>();
        var buffer = new byte[32 * 1024];
        nint read;
        while (names.Count < max && (read = Getdents(folder, buffer, (nuint)buffer.Length)) > 0)
        {
            for (var at = 0; at < read && names.Count < max; at += BitConverter.ToUInt16(buffer, at + lengthAt))
            {
                var rest = buffer.AsSpan(at + nameAt);
                var name = rest[..(rest.IndexOf((byte)0) + 1)];
                if (!name.SequenceEqual(".\0"u8) && !name.SequenceEqual("..\0"u8))
                {
                    names.Add(name.ToArray());
                }
            }
        }

        return names;
    }

    public static int MakeFolder(SafeFileHandle folder, byte[] name, int permissions) => ErrorOf(Mkdirat(folder, name, (uint)permissions));

    public static int Rename(SafeFileHandle from, byte[] name, SafeFileHandle to, byte[] newName) => ErrorOf(Renameat(from, name, to, newName));

    public static int RemoveFile(SafeFileHandle folder, byte[] name) => ErrorOf(Unlinkat(folder, name, 0));

    public static int RemoveFolder(SafeFileHandle folder, byte[] name) => ErrorOf(Unlinkat(folder, name, AtRemoveFolder));

    /// <summary>Gives what is open to a user and its group.</summary>
    public static void Give(SafeFileHandle place, uint user)
    {
        if (Fchownat(place, Itself, user, user, AtEmptyPath | AtNoFollow) != 0)
        {
            throw Failed("fchownat", Marshal.GetLastPInvokeError());
        }
    }

    /// <summary>Sets the permissions of what is open, also of a mere place.</summary>
    public static int Permit(SafeFileHandle place, int permissions) => ErrorOf(Chmod(OfDescriptor(place), (uint)permissions));

    public static IOException Failed(string call, int error) => new($"{call}: {Marshal.GetPInvokeErrorMessage(error)}", error);

    private static SafeFileHandle? TryOpen(SafeFileHandle folder, byte[] path, int flags, ulong permissions, out int error)
    {
        var how = new OpenHow { Flags = (ulong)(flags | CloseOnExec | NoFollow), Mode = permissions, Resolve = Beneath };
        for (var attempt = 1; ; attempt++)
        {
            var opened = Handle((int)OpenAt2(OpenAt2Number, folder, path, in how, (nuint)Marshal.SizeOf<OpenHow>()), out error);
            if (opened is not null || attempt == Attempts || error is not (Errno.Interrupted or Errno.Again))
            {
                return opened;
            }
        }
    }

    private static SafeFileHandle? Handle(int descriptor, out int error)
    {
        error = descriptor < 0 ? Marshal.GetLastPInvokeError() : 0;
        return descriptor < 0 ? null : new SafeFileHandle(descriptor, ownsHandle: true);
    }

    private static int ErrorOf(int result) => result == 0 ? 0 : Marshal.GetLastPInvokeError();

    // The handle is held by the caller for as long as the number is used.
    private static byte[] OfDescriptor(SafeFileHandle place) => FileName.Of($"/proc/self/fd/{place.DangerousGetHandle()}");

    [LibraryImport("libc", EntryPoint = "syscall", SetLastError = true)]
    private static partial nint OpenAt2(nint number, SafeFileHandle folder, byte[] path, in OpenHow how, nuint size);

    [LibraryImport("libc", EntryPoint = "open", SetLastError = true)]
    private static partial int Open(byte[] path, int flags);

    [LibraryImport("libc", EntryPoint = "statx", SetLastError = true)]
    private static partial int Statx(SafeFileHandle folder, byte[] path, int flags, uint mask, out StatusBuffer found);

    [LibraryImport("libc", EntryPoint = "getdents64", SetLastError = true)]
    private static partial nint Getdents(SafeFileHandle folder, byte[] buffer, nuint length);

    [LibraryImport("libc", EntryPoint = "mkdirat", SetLastError = true)]
    private static partial int Mkdirat(SafeFileHandle folder, byte[] name, uint mode);

    [LibraryImport("libc", EntryPoint = "renameat", SetLastError = true)]
    private static partial int Renameat(SafeFileHandle from, byte[] name, SafeFileHandle to, byte[] newName);

    [LibraryImport("libc", EntryPoint = "unlinkat", SetLastError = true)]
    private static partial int Unlinkat(SafeFileHandle folder, byte[] name, int flags);

    [LibraryImport("libc", EntryPoint = "fchownat", SetLastError = true)]
    private static partial int Fchownat(SafeFileHandle folder, byte[] name, uint user, uint group, int flags);

    [LibraryImport("libc", EntryPoint = "chmod", SetLastError = true)]
    private static partial int Chmod(byte[] path, uint mode);

    [StructLayout(LayoutKind.Sequential)]
    private struct OpenHow
    {
        public ulong Flags;
        public ulong Mode;
        public ulong Resolve;
    }
}
