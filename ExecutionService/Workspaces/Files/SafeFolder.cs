using AgentPlatform.ServiceDefaults;
using Microsoft.Win32.SafeHandles;

namespace ExecutionService.Workspaces.Files;

/// <summary>
/// A folder whose content others write, also while it is read, and with bad intent. Everything is reached from the open folder by
/// openat2 beneath it and through no link, and a file is looked at and then opened as one and the same: whatever is swapped in
/// between changes which file is met, never where it may lie.
/// </summary>
/// <param name="root">The folder.</param>
/// <param name="owner">The Unix user to whom the folder belongs: its files are read, others (hard links to them) are not, and what is written is given to it. Null when this process has but its own user's rights.</param>
internal sealed class SafeFolder(SafeFileHandle root, uint? owner) : IDisposable
{
    /// <summary>Begins the names of files that are being written.</summary>
    private const string UnfinishedPrefix = ".unfinished-";

    private const int NewFile = 0b110_100_100;
    private const int NewFolder = 0b111_101_101;
    private const int OwnerOnly = 0b111_000_000;

    private static readonly byte[] Here = FileName.Of(".");
    private static readonly byte[] Unfinished = FileName.Of(UnfinishedPrefix)[..^1];

    /// <summary>Opens a folder of this machine; null when there is none.</summary>
    public static SafeFolder? TryOpen(string folder, uint? owner) => Libc.TryOpenRoot(folder, out var error) switch
    {
        { } root => new SafeFolder(root, owner),
        null when error is Errno.NoEntry => null,
        null => throw Libc.Failed("open", error),
    };

    /// <summary>Opens a file for reading.</summary>
    /// <exception cref="FileRefusedException">There is none, or it is not to be read.</exception>
    public FileStream OpenRead(string path, out FileStatus status)
    {
        using var place = Libc.TryOpenPlace(root, FileName.Of(path), out var error) ?? throw Refused(error);
        status = Libc.StatusOf(place);
        if (!IsPlain(status))
        {
            throw new FileRefusedException(status.Kind == FileKind.Folder ? Refusal.Folder : Refusal.NotPlain);
        }

        return new FileStream(Libc.TryReopen(place, out error) ?? throw Refused(error), FileAccess.Read, bufferSize: 0);
    }

    /// <summary>What is at a path, not following links; null when there is nothing or it is not reached.</summary>
    public FileStatus? StatusOf(string path)
    {
        using var place = Libc.TryOpenPlace(root, FileName.Of(path), out _);
        return place is null ? null : Libc.StatusOf(place);
    }

    /// <summary>Whether a file is one that is read: regular, and of the folder's owner.</summary>
    public bool IsPlain(in FileStatus status) => status.Kind == FileKind.Regular && (owner is null || status.Owner == owner);

    /// <summary>Whether a file is one that is being written, or whose writer died.</summary>
    public static bool IsUnfinished(in FolderEntry entry) => entry.Name.StartsWith(Unfinished);

    /// <summary>Writes a whole file and its folders; written beside and moved into place, so that a crash leaves the old file or the new one. Its permissions stay.</summary>
    /// <exception cref="FileRefusedException">It cannot be written.</exception>
    public void Write(string path, ReadOnlySpan<byte> content)
    {
        using var parent = OpenParent(path, create: true, out var name);
        var existing = Libc.StatusOf(parent, name);
        if (existing is { Kind: not FileKind.Regular })
        {
            throw new FileRefusedException(Refusal.InTheWay);
        }

        var unfinished = FileName.Of(UnfinishedPrefix + RandomId.New());
        using var file = Libc.TryCreate(parent, unfinished, NewFile, out var error) ?? throw Refused(error, writing: true);
        try
        {
            Give(file);
            RandomAccess.Write(file, content, 0);
            error = existing is { } old ? Libc.Permit(file, old.Permissions) : 0;
            error = error == 0 ? Libc.Rename(parent, unfinished, parent, name) : error;
            if (error != 0)
            {
                throw Refused(error, writing: true);
            }
        }
        catch (IOException exception)
        {
            Libc.RemoveFile(parent, unfinished);
            throw exception as FileRefusedException ?? new FileRefusedException(Refusal.DiskFull);
        }
    }

    /// <summary>Removes one file (or link, or pipe: the name, never what it leads to).</summary>
    /// <exception cref="FileRefusedException">There is none, or it is a folder.</exception>
    public void Delete(string path)
    {
        using var parent = OpenParent(path, create: false, out var name);
        if (Libc.RemoveFile(parent, name) is not 0 and var error)
        {
            throw Refused(error);
        }
    }

    /// <summary>Visits everything below a folder of this one, see <see cref="FolderWalk"/>.</summary>
    public bool Walk(string? folder, int maxEntries, Action<FolderEntry> visit) => FolderWalk.Visit(root, folder is null ? Here : FileName.Of(folder), maxEntries, visit);

    /// <summary>Closes the folder to all but its owner, and gives it and what in it belonged to its owner of before to the one of now.</summary>
    public void Secure(int maxEntries)
    {
        var status = Libc.StatusOf(root);
        if (status.Permissions != OwnerOnly && Libc.Permit(root, OwnerOnly) is not 0 and var error)
        {
            throw Libc.Failed("chmod", error);
        }

        if (owner is null || status.Owner == owner)
        {
            return;
        }

        Walk(null, maxEntries, entry =>
        {
            using var place = entry.Status.Owner == status.Owner ? Libc.TryOpenPlace(root, entry.Path, out _) : null;
            // Looked at again through what is open: the name may lead to something else by now.
            if (place is not null && Libc.StatusOf(place).Owner == status.Owner)
            {
                Give(place);
            }
        });
        Give(root);
    }

    public void Dispose() => root.Dispose();

    private SafeFileHandle OpenParent(string path, bool create, out byte[] name)
    {
        var segments = path.Split('/');
        name = FileName.Of(segments[^1]);
        var place = Libc.TryOpenFolder(root, Here, out var error) ?? throw Refused(error);
        foreach (var segment in segments[..^1].Select(FileName.Of))
        {
            var next = Libc.TryOpenFolder(place, segment, out error);
            if (next is null && error == Errno.NoEntry && create)
            {
                error = Libc.MakeFolder(place, segment, NewFolder);
                next = error is 0 or Errno.Exists ? Libc.TryOpenFolder(place, segment, out error) : null;
                if (next is not null)
                {
                    Give(next);
                }
            }

            place.Dispose();
            place = next ?? throw Refused(error, writing: create);
        }

        return place;
    }

    private void Give(SafeFileHandle place)
    {
        if (owner is { } user)
        {
            Libc.Give(place, user);
        }
    }

    private static FileRefusedException Refused(int error, bool writing = false) => new(error switch
    {
        Errno.NoEntry => Refusal.NotFound,
        Errno.IsFolder => writing ? Refusal.InTheWay : Refusal.Folder,
        Errno.NameTooLong => Refusal.NameTooLong,
        Errno.NoSpace or Errno.QuotaUsed => Refusal.DiskFull,
        Errno.NotFolder or Errno.Exists or Errno.NotEmpty => writing ? Refusal.InTheWay : Refusal.NotFound,
        _ => writing ? Refusal.InTheWay : Refusal.NotPlain,
    });
}
